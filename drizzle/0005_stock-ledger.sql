CREATE TABLE "erp_items" (
	"integration_id" uuid NOT NULL,
	"key" text NOT NULL,
	"item_id" text NOT NULL,
	"item_class" text,
	"eans" text[] DEFAULT '{}' NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "erp_items_one_per_key" PRIMARY KEY("integration_id","key")
);
--> statement-breakpoint
CREATE TABLE "stock_drifts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"offer_id" uuid NOT NULL,
	"expected" integer NOT NULL,
	"seen" integer NOT NULL,
	"since" timestamp with time zone,
	"found_at" timestamp with time zone NOT NULL,
	"cause" text NOT NULL,
	"corrected_at" timestamp with time zone,
	"corrected_to" integer
);
--> statement-breakpoint
CREATE TABLE "stock_history" (
	"offer_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"available" integer,
	"in_flight" integer NOT NULL,
	"held_back" integer,
	"wanted" integer,
	CONSTRAINT "stock_history_offer_at" PRIMARY KEY("offer_id","at")
);
--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "stock_read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "reconcile" jsonb;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "items_read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "visibility" jsonb;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "eans" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "category" text;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "linked_by" text;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "buffer_percent" integer;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "cap" integer;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "warehouses" jsonb;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "held_back" integer;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "shown_at_most" integer;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "sent_before" integer;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "unsure" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "refusal" jsonb;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "gone_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "held_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "decision" text;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "decided_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "decided_by" text;--> statement-breakpoint
ALTER TABLE "erp_items" ADD CONSTRAINT "erp_items_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_drifts" ADD CONSTRAINT "stock_drifts_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_history" ADD CONSTRAINT "stock_history_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stock_drifts_found" ON "stock_drifts" USING btree ("found_at");--> statement-breakpoint
CREATE INDEX "stock_drifts_offer" ON "stock_drifts" USING btree ("offer_id","found_at");--> statement-breakpoint
CREATE INDEX "stock_history_at" ON "stock_history" USING btree ("at");