import { createHmac } from "node:crypto";

/** The header's name an ERP sends its notifications with. */
export const pushHeader = "X-Megzo-Key";

/** The header's value: derived from the connection's token, so that a new URL brings a new key and nothing else is kept. */
export function pushKey(webhookToken: string): string {
  return createHmac("sha256", webhookToken).update("notifications").digest("base64url");
}
