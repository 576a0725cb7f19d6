export * from "@/lib/db/schema/alerts";
export * from "@/lib/db/schema/channel-facts";
export * from "@/lib/db/schema/connections";
export * from "@/lib/db/schema/counts";
export * from "@/lib/db/schema/invoices";
export * from "@/lib/db/schema/offers";
export * from "@/lib/db/schema/orders";
export * from "@/lib/db/schema/people";
