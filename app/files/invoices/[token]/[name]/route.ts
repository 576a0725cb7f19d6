import { withKey } from "@/lib/auth/guard";
import { serveInvoice } from "@/lib/flows/serve-invoice";
import { webContext } from "@/lib/flows/web-context";

type Address = { token: string; name: string };

/** The ERP's own bytes for the channel's downloader (contract §3); the token in the path is the only key. */
async function serve(request: Request, { token, name }: Address): Promise<Response> {
  const served = await serveInvoice(webContext("engine"), {
    token,
    name,
    method: request.method,
    address: request.headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? null,
    agent: request.headers.get("user-agent"),
  });
  if (!served) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  const headers = {
    "content-type": "application/pdf",
    "content-length": String(served.bytes.byteLength),
    "content-disposition": `inline; filename="${served.fileName}"`,
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  };
  return new Response(request.method === "HEAD" ? null : Buffer.from(served.bytes), { headers });
}

export const GET = withKey("GET /files/invoices/[token]/[name]", serve);
export const HEAD = withKey("HEAD /files/invoices/[token]/[name]", serve);
