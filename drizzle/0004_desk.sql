CREATE TABLE "errands" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"integration_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"finished_at" timestamp with time zone,
	"result" jsonb,
	"problem" jsonb
);
--> statement-breakpoint
CREATE TABLE "failure_notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"assignee_id" uuid,
	"comment" text NOT NULL,
	"due_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "failure_notes_one_per_subject" UNIQUE("seller_id","subject")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "entered" jsonb;--> statement-breakpoint
ALTER TABLE "errands" ADD CONSTRAINT "errands_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failure_notes" ADD CONSTRAINT "failure_notes_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failure_notes" ADD CONSTRAINT "failure_notes_assignee_id_users_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "errands_one_unfinished_per_integration" ON "errands" USING btree ("integration_id") WHERE finished_at is null;