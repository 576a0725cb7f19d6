import { createHash } from "node:crypto";
import { and, eq, gt, isNull } from "drizzle-orm";
import { changeInvoice, countDownloads, reopenAttachment, wakeAttachment } from "@/lib/db/invoices/invoices";
import { addEvents } from "@/lib/db/orders/timeline";
import { invoiceDownloads, invoices } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

/** Only what `randomBytes(24)` gives ever reaches the database. */
const tokenShape = /^[A-Za-z0-9_-]{32}$/;
/**
 * A channel fetches a document once or a few times; the limit is the link's own, so that requests for one document
 * never block another.
 */
const perMinute = 60;
const chunkBytes = 64 * 1024;

type Asked = { token: string; name: string; method: string; address: string | null; agent: string | null };
type Link = { id: string; orderId: string; fileName: string; number: string; sha256: string | null };

/**
 * Started by the channel's downloader, without any login (contract §3). Answers with the stored bytes exactly, each time
 * checked against their hash, and records every request; one answer for every address that is not alive: unknown,
 * expired, withdrawn, under another name. Ranges are not offered: a download is whole or it is not one.
 */
export async function serveInvoice(ctx: FlowContext, asked: Asked): Promise<Response> {
  const link = tokenShape.test(asked.token) ? await findLink(ctx, asked.token) : null;
  if (!link || asked.name !== link.fileName) return nothing(404);
  const since = new Date(ctx.now().getTime() - 60_000);
  if ((await countDownloads(ctx.db, link.id, since)) >= perMinute) return nothing(429, { "retry-after": "60" });
  const bytes = await readBytes(ctx, link);
  if (!bytes) return nothing(404);
  const headers = {
    "content-type": "application/pdf",
    "content-length": String(bytes.byteLength),
    "content-disposition": `inline; filename="${link.fileName}"`,
    "accept-ranges": "none",
    "cache-control": "private, no-store, no-transform",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "referrer-policy": "no-referrer",
  };
  const download = await begin(ctx, link, asked);
  return new Response(asked.method === "HEAD" ? null : send(ctx, link, bytes, download), { headers });
}

const nothing = (status: number, more: Record<string, string> = {}) =>
  new Response(null, { status, headers: { "cache-control": "no-store", ...more } });

async function findLink(ctx: FlowContext, token: string): Promise<Link | null> {
  const { id, orderId, fileName, invoiceNumber: number, sha256 } = invoices;
  const alive = and(eq(invoices.token, token), isNull(invoices.withdrawnAt), gt(invoices.expiresAt, ctx.now()));
  const [row] = await ctx.db.select({ id, orderId, fileName, number, sha256 }).from(invoices).where(alive);
  return row ?? null;
}

/** The bytes, if they are still those the ERP gave; altered ones are dropped, to be read from the ERP again. */
async function readBytes(ctx: FlowContext, link: Link): Promise<Uint8Array | null> {
  const [row] = await ctx.db.select({ bytes: invoices.bytes }).from(invoices).where(eq(invoices.id, link.id));
  if (!row?.bytes) return null;
  if (createHash("sha256").update(row.bytes).digest("hex") === link.sha256) return row.bytes;
  const now = ctx.now();
  ctx.log.error({ invoice: link.id }, "stored invoice bytes differ from their hash; not served");
  await changeInvoice(ctx.db, link.id, { bytes: null, lookAgain: true });
  await addEvents(ctx.db, {
    orderId: link.orderId,
    at: now,
    actor: "engine",
    kind: "invoice-altered",
    params: { invoice: link.number },
  });
  await reopenAttachment(ctx.db, link.orderId, now);
  return null;
}

async function begin(ctx: FlowContext, link: Link, { method, address, agent }: Asked): Promise<string> {
  const request = { method, address: address?.slice(0, 100) ?? null, agent: agent?.slice(0, 200) ?? null };
  const [row] = await ctx.db
    .insert(invoiceDownloads)
    .values({ invoiceId: link.id, at: ctx.now(), ...request, bytes: 0, sha256: "", complete: false })
    .returning({ id: invoiceDownloads.id });
  return row?.id ?? "";
}

/** Hands the bytes over as they are asked for; complete is only what was taken to its end, with the right hash. */
function send(ctx: FlowContext, link: Link, bytes: Uint8Array, download: string): ReadableStream<Uint8Array> {
  const hash = createHash("sha256");
  let sent = 0;
  const end = async (taken: boolean) => {
    const sha256 = hash.digest("hex");
    const complete = taken && sent === bytes.byteLength && sha256 === link.sha256;
    await ctx.db
      .update(invoiceDownloads)
      .set({ bytes: sent, sha256, complete })
      .where(eq(invoiceDownloads.id, download));
    if (complete) await wakeAttachment(ctx.db, link.orderId, ctx.now());
  };
  let recorded: Promise<void> | undefined;
  // A reader may go while the end is being written: how it ended is recorded once.
  const record = (taken: boolean) => {
    recorded ??= end(taken).catch((err: unknown) =>
      ctx.log.error({ invoice: link.id, err }, "a download could not be recorded"),
    );
    return recorded;
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (sent >= bytes.byteLength) {
          await record(true);
          controller.close();
          return;
        }
        const chunk = bytes.subarray(sent, sent + chunkBytes);
        hash.update(chunk);
        sent += chunk.byteLength;
        controller.enqueue(chunk);
      },
      cancel: () => record(false),
    },
    { highWaterMark: 0 },
  );
}
