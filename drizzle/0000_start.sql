CREATE TABLE "budgets" (
	"key" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"connector" text NOT NULL,
	"settings" jsonb NOT NULL,
	"credentials" text NOT NULL,
	"webhook_token" text NOT NULL,
	"pause_problem" jsonb,
	"paused_until" timestamp with time zone,
	"last_test" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_one_slug_per_seller" UNIQUE("seller_id","slug")
);
--> statement-breakpoint
CREATE TABLE "hints" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"dedupe_key" text NOT NULL,
	"order_id" text,
	"sales_order_type" text,
	"sales_order_number" text,
	"item_id" text,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hints_once_per_key" UNIQUE("connection_id","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "integrations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"channel_id" uuid NOT NULL,
	"erp_id" uuid NOT NULL,
	"enabled" boolean NOT NULL,
	"heartbeat_minutes" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"orders_checkpoint" text,
	"heartbeat_started_at" timestamp with time zone,
	"heartbeat_finished_at" timestamp with time zone,
	"beat_requested_at" timestamp with time zone,
	"stock_requested_at" timestamp with time zone,
	"stock_pushed_at" timestamp with time zone,
	"offers_read_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "integrations_one_slug_per_seller" UNIQUE("seller_id","slug")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"token" bigint NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"integration_id" uuid NOT NULL,
	"trigger" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"processed" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"problem" jsonb
);
--> statement-breakpoint
CREATE TABLE "invoice_downloads" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"invoice_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"method" text NOT NULL,
	"address" text,
	"agent" text,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"complete" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"order_id" uuid NOT NULL,
	"invoice_type" text NOT NULL,
	"invoice_number" text NOT NULL,
	"file_id" text NOT NULL,
	"file_name" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"token" text NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"attached_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "invoices_token_unique" UNIQUE("token"),
	CONSTRAINT "invoices_one_document_per_order_and_invoice" UNIQUE("order_id","invoice_type","invoice_number")
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"integration_id" uuid NOT NULL,
	"channel_offer_id" text NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"active" boolean NOT NULL,
	"item_id" text,
	"buffer" integer,
	"available" integer,
	"available_read_at" timestamp with time zone,
	"in_flight" integer,
	"wanted" integer,
	"sent" integer,
	"sent_at" timestamp with time zone,
	"seen" integer,
	"seen_at" timestamp with time zone,
	"absent_since" timestamp with time zone,
	"held" boolean DEFAULT false NOT NULL,
	"drift_since" timestamp with time zone,
	CONSTRAINT "offers_one_row_per_channel_offer" UNIQUE("integration_id","channel_offer_id")
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"order_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"kind" text NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"problem" jsonb,
	"duration_ms" integer
);
--> statement-breakpoint
CREATE TABLE "order_links" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"erp_id" uuid NOT NULL,
	"order_type" text NOT NULL,
	"order_number" text NOT NULL,
	"total" numeric(14, 2),
	"origin" text NOT NULL,
	"linked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "order_links_one_order_per_sales_order" UNIQUE("erp_id","order_type","order_number")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"channel_order_id" text NOT NULL,
	"fulfilment" text NOT NULL,
	"status" text NOT NULL,
	"modified" text NOT NULL,
	"placed_at" text NOT NULL,
	"hand_over_by" text,
	"buyer_name" text NOT NULL,
	"currency" text NOT NULL,
	"gross" numeric(14, 2) NOT NULL,
	"data" jsonb NOT NULL,
	"raw" jsonb NOT NULL,
	"attention" jsonb,
	"lease_holder" text,
	"lease_token" bigint DEFAULT 0 NOT NULL,
	"lease_taken_at" timestamp with time zone,
	"lease_expires_at" timestamp with time zone,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "orders_one_row_per_channel_order" UNIQUE("connection_id","channel_order_id")
);
--> statement-breakpoint
CREATE TABLE "parcels" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"parcel_id" text,
	"reservation_id" text,
	"tracking_number" text,
	"courier" text,
	"shipment_number" text NOT NULL,
	"origin" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"tracking_written_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"order_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"wait_reason" text,
	"problem" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"intent_at" timestamp with time zone,
	"empty_looks" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "steps_one_per_order_and_kind" PRIMARY KEY("order_id","kind")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sellers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sellers_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subject" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_role_fits_tenancy" CHECK (("users"."seller_id" is null) = ("users"."role" in ('support', 'operator')))
);
--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hints" ADD CONSTRAINT "hints_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_channel_id_connections_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_erp_id_connections_id_fk" FOREIGN KEY ("erp_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_downloads" ADD CONSTRAINT "invoice_downloads_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_links" ADD CONSTRAINT "order_links_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_links" ADD CONSTRAINT "order_links_erp_id_connections_id_fk" FOREIGN KEY ("erp_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcels" ADD CONSTRAINT "parcels_order" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "steps" ADD CONSTRAINT "steps_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "hints_connection" ON "hints" USING btree ("connection_id","received_at");--> statement-breakpoint
CREATE INDEX "runs_integration_started" ON "runs" USING btree ("integration_id","started_at");--> statement-breakpoint
CREATE INDEX "invoice_downloads_invoice" ON "invoice_downloads" USING btree ("invoice_id","at");--> statement-breakpoint
CREATE INDEX "offers_integration_sku" ON "offers" USING btree ("integration_id","sku");--> statement-breakpoint
CREATE INDEX "order_events_order_at" ON "order_events" USING btree ("order_id","at");--> statement-breakpoint
CREATE INDEX "orders_seller_received" ON "orders" USING btree ("seller_id","received_at");--> statement-breakpoint
CREATE INDEX "orders_integration_status" ON "orders" USING btree ("integration_id","status");--> statement-breakpoint
CREATE INDEX "steps_open_by_due" ON "steps" USING btree ("due_at") WHERE state in ('due', 'waiting', 'in-doubt', 'running');--> statement-breakpoint
CREATE INDEX "steps_blocked" ON "steps" USING btree ("order_id") WHERE state = 'blocked';--> statement-breakpoint
CREATE INDEX "audit_seller_at" ON "audit" USING btree ("seller_id","at");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sign_in_failures_subject_at" ON "sign_in_failures" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "users_seller" ON "users" USING btree ("seller_id");