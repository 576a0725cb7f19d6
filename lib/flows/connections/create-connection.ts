import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { encrypt } from "@/lib/db/encryption";
import { connections } from "@/lib/db/schema";
import { newWebhookToken } from "@/lib/flows/connections/rotate-webhook-token";
import type { FieldProblem } from "@/lib/flows/connections/save-settings";
import { validateConnection } from "@/lib/flows/connections/validate-connection";
import type { FlowContext } from "@/lib/flows/engine/context";

/** `id` is null where a field is wrong and nothing was kept. */
type Created = { id: string | null; problems: FieldProblem[] };
type Input = { sellerId: string; connector: string; settings: unknown; credentials: unknown };

/**
 * Started by a person who sets a seller up. Keeps one more connection under the connector's own name, numbered where
 * that is taken; nothing is sent yet. A second press makes a second row, so the page offers this only where there is
 * none.
 */
export async function createConnection(ctx: FlowContext, input: Input): Promise<Created> {
  const { sellerId, connector } = input;
  const parts = validateConnection(connector, { settings: input.settings ?? {}, credentials: input.credentials ?? {} });
  if (!parts) return { id: null, problems: [{ path: "connector", message: "is not known" }] };
  const { settings, credentials, problems } = parts;
  if (problems.length > 0 || !settings) return { id: null, problems };
  return ctx.db.transaction(async (tx) => {
    const own = await tx.select({ slug: connections.slug }).from(connections).where(eq(connections.sellerId, sellerId));
    const slug = freeName(
      connector,
      own.map((row) => row.slug),
    );
    const id = randomUUID();
    const sealed = encrypt(JSON.stringify(credentials), id);
    await tx
      .insert(connections)
      .values({ id, sellerId, slug, connector, settings, credentials: sealed, webhookToken: newWebhookToken() });
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: "connection.create",
      subject: slug,
      after: { settings, credentials: "changed" },
    });
    return { id, problems: [] };
  });
}

/** `emag`, then `emag-2`, `emag-3` … */
export function freeName(name: string, taken: string[]): string {
  let free = name;
  for (let n = 2; taken.includes(free); n += 1) free = `${name}-${n}`;
  return free;
}
