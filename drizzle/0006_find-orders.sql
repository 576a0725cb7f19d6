DROP INDEX "orders_seller_received";--> statement-breakpoint
CREATE INDEX "invoices_number" ON "invoices" USING btree ("invoice_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "order_links_number" ON "order_links" USING btree ("order_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_received" ON "orders" USING btree ("received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "orders_attention" ON "orders" USING btree ("id") WHERE attention is not null;--> statement-breakpoint
CREATE INDEX "orders_number" ON "orders" USING btree ("channel_order_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_buyer" ON "orders" USING gin (to_tsvector('simple', translate(lower(buyer_name), 'ăâîșşțţáàäéèëíìïóòöőúùüű', 'aaissttaaaeeeiiioooouuuu')));--> statement-breakpoint
CREATE INDEX "parcels_tracking_number" ON "parcels" USING btree ("tracking_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "parcels_parcel" ON "parcels" USING btree ("parcel_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "parcels_shipment" ON "parcels" USING btree ("shipment_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "steps_in_doubt" ON "steps" USING btree ("order_id") WHERE state = 'in-doubt';--> statement-breakpoint
CREATE INDEX "steps_open" ON "steps" USING btree ("order_id") WHERE state <> 'done' and wait_reason is distinct from 'cancelled';--> statement-breakpoint
CREATE INDEX "steps_done_at" ON "steps" USING btree ("done_at");--> statement-breakpoint
CREATE INDEX "orders_seller_received" ON "orders" USING btree ("seller_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);