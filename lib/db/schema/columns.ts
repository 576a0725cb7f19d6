import { customType, numeric, timestamp, uuid } from "drizzle-orm/pg-core";

/** The key of a row that has no natural one. */
export const id = () => uuid("id").primaryKey().defaultRandom();

/** A moment, with its time zone. */
export const at = (name: string) => timestamp(name, { withTimezone: true });

/** An amount in whole and hundredths, as decimal text. */
export const money = (name: string) => numeric(name, { precision: 14, scale: 2 });

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
