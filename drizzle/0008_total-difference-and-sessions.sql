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
ALTER TABLE "connections" ADD COLUMN "memory" text;--> statement-breakpoint
ALTER TABLE "order_links" ADD COLUMN "difference" jsonb;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notifications_connection_received" ON "notifications" USING btree ("connection_id","received_at");