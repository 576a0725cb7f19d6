ALTER TABLE "invoices" ALTER COLUMN "file_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "bytes" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "size" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "sha256" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "read_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "expires_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "invoices_checkpoint" text;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "invoices_read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "position" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "found_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "erp_status" text;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "erp_modified" text;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "look_again" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "bytes_removed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "publications" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "published_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "adopted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "fetched_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "delivered_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "wait_reason" text;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "problem" jsonb;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "other_sha256" text;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "decision" text;--> statement-breakpoint
CREATE INDEX "invoices_bytes_to_remove" ON "invoices" USING btree ("expires_at") WHERE bytes is not null;--> statement-breakpoint
CREATE INDEX "invoices_key" ON "invoices" USING btree ("invoice_type","invoice_number");--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_bytes_have_their_hash" CHECK ("invoices"."bytes" is null or ("invoices"."size" = length("invoices"."bytes") and "invoices"."sha256" = encode(sha256("invoices"."bytes"), 'hex')));--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_delivered_is_fetched_and_listed" CHECK ("invoices"."delivered_at" is null or ("invoices"."fetched_at" is not null and "invoices"."confirmed_at" is not null));--> statement-breakpoint
UPDATE "invoices" SET "published_at" = "attached_at", "publications" = 1 WHERE "attached_at" IS NOT NULL;
