import { and, eq } from "drizzle-orm";
import { invoices } from "@/lib/db/schema";
import type { StepWork } from "@/lib/flows/work-step";

type Carried = typeof invoices.$inferSelect;

/**
 * Whether the channel already shows this invoice, by its address or by type and name. One attached before our rows were
 * lost keeps the address it was attached with, so that the channel can still fetch it there (emag-api.md §5.7).
 */
export async function isAttached(
  { run, file, beforeCall }: StepWork,
  carried: Carried,
  { name, url }: { name: string; url: string },
): Promise<boolean> {
  await beforeCall();
  const ref = { id: file.order.channelOrderId, fulfilment: file.order.fulfilment };
  const shown = await run.open.channel.listAttachments(ref);
  const found =
    shown.find((one) => one.url === url) ?? shown.find((one) => one.type === "invoice" && one.name === name);
  if (!found) return false;
  const address = addressOf(found.url, run.ctx.appUrl);
  if (address && address.token !== carried.token)
    await run.ctx.db
      .update(invoices)
      .set(address)
      .where(and(eq(invoices.id, carried.id), eq(invoices.token, carried.token)));
  return true;
}

/** Token and file name of a public address of ours (contract: `/files/invoices/{token}/{name}.pdf`); null for any other. */
export function addressOf(url: string, appUrl: string): { token: string; fileName: string } | null {
  const prefix = `${appUrl}/files/invoices/`;
  const [, token, fileName] = /^([A-Za-z0-9_-]{32})\/([A-Za-z0-9.-]+\.pdf)$/.exec(url.slice(prefix.length)) ?? [];
  return url.startsWith(prefix) && token && fileName ? { token, fileName } : null;
}
