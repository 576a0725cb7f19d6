ALTER TABLE "orders" ADD COLUMN "set_aside_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "set_aside_by" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "set_aside_note" text;--> statement-breakpoint
CREATE INDEX "orders_set_aside" ON "orders" USING btree ("id") WHERE set_aside_at is not null;