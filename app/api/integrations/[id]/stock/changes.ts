import { z } from "zod";

const units = z.number().int().min(0).max(65535);

/** Buffers and caps of many offers at once, as the dashboard sends them. */
export const offerChanges = z
  .array(
    z.strictObject({
      offerId: z.uuid(),
      buffer: units.nullable().optional(),
      bufferPercent: units.max(100).nullable().optional(),
      cap: units.nullable().optional(),
    }),
  )
  .max(1000);
