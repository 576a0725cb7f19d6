import { withKey } from "@/lib/auth/guard";
import { webContext } from "@/lib/flows/engine/web-context";
import { serveInvoice } from "@/lib/flows/invoices/serve-invoice";

type Address = { token: string; name: string };

/** The ERP's own bytes for the channel's downloader (contract §3); the token in the path is the only key. */
async function serve(request: Request, { token, name }: Address): Promise<Response> {
  return serveInvoice(webContext("engine"), {
    token,
    name,
    method: request.method,
    address: request.headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? null,
    agent: request.headers.get("user-agent"),
  });
}

export const GET = withKey("GET /files/invoices/[token]/[name]", serve);
export const HEAD = withKey("HEAD /files/invoices/[token]/[name]", serve);
