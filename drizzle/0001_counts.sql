CREATE TABLE "counts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"integration_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"from_day" text NOT NULL,
	"to_day" text NOT NULL,
	"figures" jsonb NOT NULL,
	"differences" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "counts" ADD CONSTRAINT "counts_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "counts_integration_at" ON "counts" USING btree ("integration_id","at");