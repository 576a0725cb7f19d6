CREATE TABLE "alert_desks" (
	"seller_id" uuid PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"webhook_secret" text,
	"last_sent_at" timestamp with time zone,
	"last_failure" text,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"params" jsonb NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"opening_sent_at" timestamp with time zone,
	"end_sent_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "alert_desks" ADD CONSTRAINT "alert_desks_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_one_open_per_subject" ON "alerts" USING btree ("seller_id","kind","subject") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "alerts_seller_opened" ON "alerts" USING btree ("seller_id","opened_at");