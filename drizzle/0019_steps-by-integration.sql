ALTER TABLE "steps" ADD COLUMN "integration_id" uuid;--> statement-breakpoint
CREATE INDEX "steps_to_work" ON "steps" USING btree ("integration_id","due_at") WHERE state in ('due', 'in-doubt', 'running');--> statement-breakpoint
CREATE FUNCTION "step_of_integration"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  SELECT integration_id INTO NEW.integration_id FROM orders WHERE id = NEW.order_id;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "steps_integration" BEFORE INSERT OR UPDATE ON "steps" FOR EACH ROW
  WHEN (NEW.integration_id IS NULL) EXECUTE FUNCTION "step_of_integration"();--> statement-breakpoint
UPDATE "steps" SET "integration_id" = "orders"."integration_id" FROM "orders"
  WHERE "orders"."id" = "steps"."order_id" AND "steps"."state" <> 'done';
