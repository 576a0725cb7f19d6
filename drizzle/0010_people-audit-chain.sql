CREATE TABLE "password_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "password_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "unmaskings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"granted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit" DROP CONSTRAINT "audit_seller_id_sellers_id_fk";
--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "previous" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "last_seen_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "agent" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "totp_secret" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "totp_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "totp_step" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "recovery_hashes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unmaskings" ADD CONSTRAINT "unmaskings_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unmaskings" ADD CONSTRAINT "unmaskings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "password_links_user" ON "password_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "unmaskings_seller_user" ON "unmaskings" USING btree ("seller_id","user_id","expires_at");--> statement-breakpoint
CREATE FUNCTION "audit_content"(entry "audit") RETURNS text LANGUAGE sql IMMUTABLE AS $$
  select jsonb_build_array(entry.seq, entry.previous, entry.id, entry.seller_id, entry.actor, entry.action, entry.subject,
    entry.before, entry.after, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))::text
$$;--> statement-breakpoint
CREATE FUNCTION "audit_chain"() RETURNS trigger LANGUAGE plpgsql AS $$
declare newest "audit";
begin
  perform pg_advisory_xact_lock(hashtextextended('audit:' || coalesce(new.seller_id::text, ''), 0));
  select * into newest from "audit" where seller_id is not distinct from new.seller_id order by seq desc limit 1;
  new.seq := coalesce(newest.seq, 0) + 1;
  new.previous := coalesce(newest.hash, '');
  new.hash := encode(sha256(convert_to(audit_content(new), 'UTF8')), 'hex');
  return new;
end $$;--> statement-breakpoint
CREATE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  raise exception 'The audit record is append-only: % is refused.', tg_op using errcode = 'insufficient_privilege';
end $$;--> statement-breakpoint
DO $$
declare entry "audit"; newest "audit";
begin
  for entry in select * from "audit" order by seller_id nulls first, at, id loop
    if newest.id is null or newest.seller_id is distinct from entry.seller_id then newest := null; end if;
    entry.seq := coalesce(newest.seq, 0) + 1;
    entry.previous := coalesce(newest.hash, '');
    entry.hash := encode(sha256(convert_to(audit_content(entry), 'UTF8')), 'hex');
    update "audit" set seq = entry.seq, previous = entry.previous, hash = entry.hash where id = entry.id;
    newest := entry;
  end loop;
end $$;--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_one_row_per_place" UNIQUE NULLS NOT DISTINCT("seller_id","seq");--> statement-breakpoint
CREATE TRIGGER "audit_chain" BEFORE INSERT ON "audit" FOR EACH ROW EXECUTE FUNCTION "audit_chain"();--> statement-breakpoint
CREATE TRIGGER "audit_no_change" BEFORE UPDATE OR DELETE ON "audit" FOR EACH ROW EXECUTE FUNCTION "audit_is_append_only"();--> statement-breakpoint
CREATE TRIGGER "audit_no_truncate" BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();
