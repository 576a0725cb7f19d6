CREATE TABLE "channel_returns" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"channel_return_id" text NOT NULL,
	"channel_order_id" text NOT NULL,
	"status" text NOT NULL,
	"lines" jsonb NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "channel_returns_once" UNIQUE("connection_id","channel_return_id")
);
--> statement-breakpoint
CREATE TABLE "lookups" (
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text DEFAULT '' NOT NULL,
	"rows" jsonb NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lookups_connection_id_kind_key_pk" PRIMARY KEY("connection_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "budget_calls" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "budget_calls_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_person" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "budgets" ADD COLUMN "per_second" double precision;--> statement-breakpoint
ALTER TABLE "budgets" ADD COLUMN "per_minute" double precision;--> statement-breakpoint
ALTER TABLE "budgets" ADD COLUMN "remaining" integer;--> statement-breakpoint
ALTER TABLE "budgets" ADD COLUMN "remaining_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "budgets" ADD COLUMN "refused" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "budgets" ADD COLUMN "refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "previous_webhook_token" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "previous_token_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "budget_key" text;--> statement-breakpoint
ALTER TABLE "channel_returns" ADD CONSTRAINT "channel_returns_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lookups" ADD CONSTRAINT "lookups_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "channel_returns_order" ON "channel_returns" USING btree ("connection_id","channel_order_id");--> statement-breakpoint
CREATE INDEX "budget_calls_key_at" ON "budget_calls" USING btree ("key","at");