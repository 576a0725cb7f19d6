import { type SQL, sql } from "drizzle-orm";

/** A day that exists, and a time: the cast of anything else ends the whole query, and with it everybody's alerts. */
const leapDay = "\\d([02468][048]|[13579][26])-02-29";
const otherDay = "\\d{3}-((0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)";
const moment = `^[12](${leapDay}|${otherDay}) ([01]\\d|2[0-3]):[0-5]\\d`;

/**
 * When the order `o` of a query is to be handed over: the channel writes local times of its platform without a zone
 * (emag-api.md §4.3). Null where it wrote none, or what is no moment, such as `0000-00-00 00:00:00`.
 */
export const handOverAt = (zone: string): SQL =>
  sql`case when o.hand_over_by ~ ${moment} then left(o.hand_over_by, 16)::timestamp at time zone ${zone} end`;
