CREATE TABLE "mapping_drafts" (
	"integration_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"content" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"based_on" integer NOT NULL,
	"author" text NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mapping_drafts_one_per_kind" PRIMARY KEY("integration_id","kind")
);
--> statement-breakpoint
CREATE TABLE "mapping_versions" (
	"integration_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"changes" jsonb NOT NULL,
	"author" text NOT NULL,
	"note" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"restores" integer,
	CONSTRAINT "mapping_versions_one_per_number" PRIMARY KEY("integration_id","kind","version")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "mapping_version" integer;--> statement-breakpoint
ALTER TABLE "mapping_drafts" ADD CONSTRAINT "mapping_drafts_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping_versions" ADD CONSTRAINT "mapping_versions_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE FUNCTION refuse_mapping_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'a published mapping version is never changed: publish another one';
END $$;
--> statement-breakpoint
CREATE TRIGGER mapping_versions_are_final BEFORE UPDATE ON "mapping_versions" FOR EACH ROW EXECUTE FUNCTION refuse_mapping_version_change();
