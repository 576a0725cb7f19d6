import { createHash } from "node:crypto";
import { and, eq, gt, isNull } from "drizzle-orm";
import { invoiceDownloads, invoices } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/context";

const tokenShape = /^[A-Za-z0-9_-]{20,64}$/;

export type ServedInvoice = { bytes: Uint8Array; fileName: string };

/** The stored bytes behind a public address; null when the token is unknown, expired or withdrawn, or the name differs. */
export async function serveInvoice(
  ctx: FlowContext,
  input: { token: string; name: string; method: string; address: string | null; agent: string | null },
): Promise<ServedInvoice | null> {
  if (!tokenShape.test(input.token)) return null;
  const alive = and(eq(invoices.token, input.token), isNull(invoices.withdrawnAt), gt(invoices.expiresAt, ctx.now()));
  const [row] = await ctx.db.select().from(invoices).where(alive);
  if (!row || input.name !== row.fileName) return null;
  const sha256 = createHash("sha256").update(row.bytes).digest("hex");
  if (sha256 !== row.sha256) {
    ctx.log.error({ invoice: row.id }, "stored invoice bytes differ from their hash; not served");
    return null;
  }
  const isGet = input.method === "GET";
  await ctx.db.insert(invoiceDownloads).values({
    invoiceId: row.id,
    at: ctx.now(),
    method: input.method,
    address: input.address,
    agent: input.agent?.slice(0, 200) ?? null,
    bytes: isGet ? row.size : 0,
    sha256,
    complete: isGet,
  });
  return { bytes: row.bytes, fileName: row.fileName };
}
