CREATE TABLE "alert_preferences" (
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
CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"connector" text NOT NULL,
	"settings" jsonb NOT NULL,
	"credentials" text NOT NULL,
	"webhook_token" text NOT NULL,
	"previous_webhook_token" text,
	"previous_token_until" timestamp with time zone,
	"rate_limit_key" text,
	"pause_problem" jsonb,
	"paused_until" timestamp with time zone,
	"memory" text,
	"last_test" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_one_slug_per_seller" UNIQUE("seller_id","slug")
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
	"settings_revision" integer DEFAULT 1 NOT NULL,
	"projected_up_to" text,
	"orders_checkpoint" text,
	"heartbeat_started_at" timestamp with time zone,
	"heartbeat_finished_at" timestamp with time zone,
	"heartbeat_requested_at" timestamp with time zone,
	"stock_requested_at" timestamp with time zone,
	"stock_pushed_at" timestamp with time zone,
	"stock_read_at" timestamp with time zone,
	"offers_read_at" timestamp with time zone,
	"reconcile" jsonb,
	"items_read_at" timestamp with time zone,
	"visibility" jsonb,
	"invoices_checkpoint" text,
	"invoices_read_at" timestamp with time zone,
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
CREATE TABLE "notifications" (
	"connection_id" uuid NOT NULL,
	"delivery_id" text NOT NULL,
	"query" text NOT NULL,
	"time_stamp" numeric(20, 0),
	"rows" integer NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notifications_connection_id_delivery_id_pk" PRIMARY KEY("connection_id","delivery_id")
);
--> statement-breakpoint
CREATE TABLE "rate_limit_calls" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rate_limit_calls_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_person" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"per_second" double precision,
	"per_minute" double precision,
	"remaining" integer,
	"remaining_at" timestamp with time zone,
	"refused" integer DEFAULT 0 NOT NULL,
	"refused_at" timestamp with time zone
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
CREATE TABLE "wake_ups" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"dedupe_key" text NOT NULL,
	"order_id" text,
	"sales_order_type" text,
	"sales_order_number" text,
	"item_id" text,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "wake_ups_once_per_key" UNIQUE("connection_id","dedupe_key")
);
--> statement-breakpoint
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
	"position" integer DEFAULT 0 NOT NULL,
	"file_name" text NOT NULL,
	"token" text NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erp_status" text,
	"erp_modified" text,
	"look_again" boolean DEFAULT false NOT NULL,
	"file_id" text,
	"bytes" "bytea",
	"size" integer,
	"sha256" text,
	"read_at" timestamp with time zone,
	"bytes_removed_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	"publications" integer DEFAULT 0 NOT NULL,
	"published_at" timestamp with time zone,
	"attached_at" timestamp with time zone,
	"adopted" boolean DEFAULT false NOT NULL,
	"fetched_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"wait_reason" text,
	"problem" jsonb,
	"other_sha256" text,
	"decision" text,
	CONSTRAINT "invoices_token_unique" UNIQUE("token"),
	CONSTRAINT "invoices_one_document_per_order_and_invoice" UNIQUE("order_id","invoice_type","invoice_number"),
	CONSTRAINT "invoices_bytes_have_their_hash" CHECK ("invoices"."bytes" is null or ("invoices"."size" = length("invoices"."bytes") and "invoices"."sha256" = encode(sha256("invoices"."bytes"), 'hex'))),
	CONSTRAINT "invoices_delivered_is_fetched_and_listed" CHECK ("invoices"."delivered_at" is null or ("invoices"."fetched_at" is not null and "invoices"."confirmed_at" is not null))
);
--> statement-breakpoint
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
	"imported" jsonb,
	CONSTRAINT "mapping_versions_one_per_number" PRIMARY KEY("integration_id","kind","version")
);
--> statement-breakpoint
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
CREATE TABLE "offers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"integration_id" uuid NOT NULL,
	"channel_offer_id" text NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"active" boolean NOT NULL,
	"eans" text[] DEFAULT '{}' NOT NULL,
	"category" text,
	"item_id" text,
	"linked_by" text,
	"buffer" integer,
	"buffer_percent" integer,
	"cap" integer,
	"available" integer,
	"warehouses" jsonb,
	"available_read_at" timestamp with time zone,
	"in_flight" integer,
	"buffer_units" integer,
	"cap_units" integer,
	"target" integer,
	"published" integer,
	"published_at" timestamp with time zone,
	"published_before" integer,
	"unconfirmed" boolean DEFAULT false NOT NULL,
	"refusal" jsonb,
	"refused_at" timestamp with time zone,
	"observed" integer,
	"observed_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"delisted_at" timestamp with time zone,
	"absent_since" timestamp with time zone,
	"held" boolean DEFAULT false NOT NULL,
	"held_since" timestamp with time zone,
	"decision" text,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"drift_since" timestamp with time zone,
	CONSTRAINT "offers_one_row_per_channel_offer" UNIQUE("integration_id","channel_offer_id")
);
--> statement-breakpoint
CREATE TABLE "stock_drifts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"offer_id" uuid NOT NULL,
	"expected" integer NOT NULL,
	"observed" integer NOT NULL,
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
	"buffer_units" integer,
	"target" integer,
	CONSTRAINT "stock_history_offer_at" PRIMARY KEY("offer_id","at")
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
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_one_per_name" UNIQUE("user_id","name")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
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
	"difference" jsonb,
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
	"submitted" jsonb,
	"mapping_version" integer,
	"parcel_answers" jsonb,
	"needs_attention" jsonb,
	"on_hold_at" timestamp with time zone,
	"on_hold_by" text,
	"on_hold_note" text,
	"erased_at" timestamp with time zone,
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
	"integration_id" uuid,
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
	"seq" bigint DEFAULT 0 NOT NULL,
	"previous" text DEFAULT '' NOT NULL,
	"hash" text DEFAULT '' NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_one_row_per_place" UNIQUE NULLS NOT DISTINCT("seller_id","seq")
);
--> statement-breakpoint
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
CREATE TABLE "sellers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"retention" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sellers_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	"refused" boolean DEFAULT false NOT NULL,
	"address" text,
	"agent" text
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subject" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
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
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" uuid,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"totp_secret" text,
	"totp_since" timestamp with time zone,
	"totp_step" bigint DEFAULT 0 NOT NULL,
	"recovery_hashes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_role_fits_tenancy" CHECK (("users"."seller_id" is null) = ("users"."role" in ('support', 'operator')))
);
--> statement-breakpoint
ALTER TABLE "alert_preferences" ADD CONSTRAINT "alert_preferences_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_returns" ADD CONSTRAINT "channel_returns_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lookups" ADD CONSTRAINT "lookups_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_channel_id_connections_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_erp_id_connections_id_fk" FOREIGN KEY ("erp_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wake_ups" ADD CONSTRAINT "wake_ups_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counts" ADD CONSTRAINT "counts_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_downloads" ADD CONSTRAINT "invoice_downloads_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping_drafts" ADD CONSTRAINT "mapping_drafts_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping_versions" ADD CONSTRAINT "mapping_versions_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erp_items" ADD CONSTRAINT "erp_items_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_drifts" ADD CONSTRAINT "stock_drifts_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_history" ADD CONSTRAINT "stock_history_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failure_notes" ADD CONSTRAINT "failure_notes_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failure_notes" ADD CONSTRAINT "failure_notes_assignee_id_users_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_links" ADD CONSTRAINT "order_links_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_links" ADD CONSTRAINT "order_links_erp_id_connections_id_fk" FOREIGN KEY ("erp_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcels" ADD CONSTRAINT "parcels_order" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "steps" ADD CONSTRAINT "steps_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unmaskings" ADD CONSTRAINT "unmaskings_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unmaskings" ADD CONSTRAINT "unmaskings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_one_open_per_subject" ON "alerts" USING btree ("seller_id","kind","subject") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "alerts_seller_opened" ON "alerts" USING btree ("seller_id","opened_at");--> statement-breakpoint
CREATE INDEX "channel_returns_order" ON "channel_returns" USING btree ("connection_id","channel_order_id");--> statement-breakpoint
CREATE INDEX "notifications_connection_received" ON "notifications" USING btree ("connection_id","received_at");--> statement-breakpoint
CREATE INDEX "rate_limit_calls_key_at" ON "rate_limit_calls" USING btree ("key","at");--> statement-breakpoint
CREATE INDEX "runs_integration_started" ON "runs" USING btree ("integration_id","started_at");--> statement-breakpoint
CREATE INDEX "runs_started" ON "runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "wake_ups_connection" ON "wake_ups" USING btree ("connection_id","received_at");--> statement-breakpoint
CREATE INDEX "counts_integration_at" ON "counts" USING btree ("integration_id","at");--> statement-breakpoint
CREATE INDEX "invoice_downloads_invoice" ON "invoice_downloads" USING btree ("invoice_id","at");--> statement-breakpoint
CREATE INDEX "invoices_number" ON "invoices" USING btree ("invoice_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "invoices_bytes_to_remove" ON "invoices" USING btree ("expires_at") WHERE bytes is not null;--> statement-breakpoint
CREATE INDEX "invoices_key" ON "invoices" USING btree ("invoice_type","invoice_number");--> statement-breakpoint
CREATE INDEX "offers_integration_sku" ON "offers" USING btree ("integration_id","sku");--> statement-breakpoint
CREATE INDEX "stock_drifts_found" ON "stock_drifts" USING btree ("found_at");--> statement-breakpoint
CREATE INDEX "stock_drifts_offer" ON "stock_drifts" USING btree ("offer_id","found_at");--> statement-breakpoint
CREATE INDEX "stock_history_at" ON "stock_history" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_one_unfinished_per_integration" ON "tasks" USING btree ("integration_id") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "order_events_order_at" ON "order_events" USING btree ("order_id","at");--> statement-breakpoint
CREATE INDEX "order_links_number" ON "order_links" USING btree ("order_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_seller_received" ON "orders" USING btree ("seller_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "orders_received" ON "orders" USING btree ("received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "orders_needing_attention" ON "orders" USING btree ("id") WHERE needs_attention is not null;--> statement-breakpoint
CREATE INDEX "orders_not_erased" ON "orders" USING btree ("seller_id","received_at") WHERE erased_at is null;--> statement-breakpoint
CREATE INDEX "orders_on_hold" ON "orders" USING btree ("id") WHERE on_hold_at is not null;--> statement-breakpoint
CREATE INDEX "orders_number" ON "orders" USING btree ("channel_order_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_buyer" ON "orders" USING gin (to_tsvector('simple', translate(lower(buyer_name), 'ăâîșşțţáàäéèëíìïóòöőúùüű', 'aaissttaaaeeeiiioooouuuu')));--> statement-breakpoint
CREATE INDEX "orders_integration_status" ON "orders" USING btree ("integration_id","status");--> statement-breakpoint
CREATE INDEX "parcels_tracking_number" ON "parcels" USING btree ("tracking_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "parcels_parcel" ON "parcels" USING btree ("parcel_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "parcels_shipment" ON "parcels" USING btree ("shipment_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "steps_open_by_due" ON "steps" USING btree ("due_at") WHERE state in ('due', 'waiting', 'in-doubt', 'running');--> statement-breakpoint
CREATE INDEX "steps_to_work" ON "steps" USING btree ("integration_id","due_at") WHERE state in ('due', 'in-doubt', 'running');--> statement-breakpoint
CREATE INDEX "steps_blocked" ON "steps" USING btree ("order_id") WHERE state = 'blocked';--> statement-breakpoint
CREATE INDEX "steps_failing" ON "steps" USING btree ("order_id") WHERE problem is not null and state in ('blocked', 'in-doubt', 'due');--> statement-breakpoint
CREATE INDEX "steps_in_doubt" ON "steps" USING btree ("order_id") WHERE state = 'in-doubt';--> statement-breakpoint
CREATE INDEX "steps_open" ON "steps" USING btree ("order_id") WHERE state not in ('done', 'not-needed');--> statement-breakpoint
CREATE INDEX "steps_done_at" ON "steps" USING btree ("done_at");--> statement-breakpoint
CREATE INDEX "audit_seller_at" ON "audit" USING btree ("seller_id","at");--> statement-breakpoint
CREATE INDEX "password_links_user" ON "password_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sign_in_failures_subject_at" ON "sign_in_failures" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "unmaskings_seller_user" ON "unmaskings" USING btree ("seller_id","user_id","expires_at");--> statement-breakpoint
CREATE INDEX "users_seller" ON "users" USING btree ("seller_id");--> statement-breakpoint
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
CREATE TRIGGER "audit_chain" BEFORE INSERT ON "audit" FOR EACH ROW EXECUTE FUNCTION "audit_chain"();--> statement-breakpoint
CREATE TRIGGER "audit_no_change" BEFORE UPDATE OR DELETE ON "audit" FOR EACH ROW EXECUTE FUNCTION "audit_is_append_only"();--> statement-breakpoint
CREATE TRIGGER "audit_no_truncate" BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();--> statement-breakpoint
CREATE FUNCTION "mapping_version_is_final"() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  raise exception 'a published mapping version is never changed: publish another one';
end $$;--> statement-breakpoint
CREATE TRIGGER "mapping_versions_are_final" BEFORE UPDATE ON "mapping_versions" FOR EACH ROW EXECUTE FUNCTION "mapping_version_is_final"();--> statement-breakpoint
CREATE FUNCTION "step_of_integration"() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  select integration_id into new.integration_id from orders where id = new.order_id;
  return new;
end $$;--> statement-breakpoint
CREATE TRIGGER "steps_integration" BEFORE INSERT OR UPDATE ON "steps" FOR EACH ROW
  WHEN (new.integration_id is null) EXECUTE FUNCTION "step_of_integration"();
