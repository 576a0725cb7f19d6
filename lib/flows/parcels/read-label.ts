import { eq } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { writeAudit } from "@/lib/db/audit";
import { orders, parcels } from "@/lib/db/schema";
import type { Problem } from "@/lib/domain/problem";
import type { FlowContext } from "@/lib/flows/engine/context";
import { openChannel, readConnection } from "@/lib/flows/engine/open-integration";

export type Label = { bytes: Uint8Array; fileName: string };

/**
 * Started by a person. Reads the label of an order's parcel from the channel, each time anew: it holds a buyer's
 * address, so it is kept nowhere, and who read it is on record. Twice is safe: it is a read.
 * @returns null when the order has no parcel of the channel's; a problem when the channel gives no label
 * @throws Error when the connection is gone
 */
export async function readLabel(ctx: FlowContext, { orderId }: { orderId: string }): Promise<Label | Problem | null> {
  const [row] = await ctx.db
    .select({ order: orders, parcel: parcels })
    .from(orders)
    .innerJoin(parcels, eq(parcels.orderId, orders.id))
    .where(eq(orders.id, orderId));
  const parcelId = row?.parcel.parcelId;
  if (!row || !parcelId) return null;
  const { order, parcel } = row;
  const channel = openChannel(ctx, await readConnection(ctx, order.connectionId));
  try {
    const bytes = await channel.readLabel(parcelId);
    await writeAudit(ctx.db, {
      sellerId: order.sellerId,
      actor: ctx.actor,
      action: "order.read-label",
      subject: order.channelOrderId,
      after: { parcel: parcel.trackingNumber ?? parcelId },
    });
    return { bytes, fileName: `AWB-${(parcel.trackingNumber ?? parcelId).replace(/[^\w-]/g, "")}.pdf` };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return error.problem;
  } finally {
    await channel.close();
  }
}
