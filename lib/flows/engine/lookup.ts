import { type Channel, ConnectorError } from "@/lib/connectors/contract";
import { keepLookup, keptLookup } from "@/lib/db/connections/lookups";
import type { ChannelLookups, LookupKind } from "@/lib/domain/connections/channel-lookups";
import type { FlowContext } from "@/lib/flows/engine/context";

type Source = { connectionId: string; channel: Channel };

const maxAgeHours: Record<LookupKind, number> = {
  "courier-accounts": 24,
  addresses: 24,
  locality: 30 * 24,
  "vat-rates": 7 * 24,
  "handling-times": 7 * 24,
};
const wholeLists: LookupKind[] = ["courier-accounts", "addresses", "vat-rates", "handling-times"];

/**
 * A list the channel keeps, read anew when the one held is too old. Where it cannot be read the old one answers, and
 * null where there is none: nothing that only needs a list as a check stops because of it. Twice is safe: it is a read.
 * @throws ConnectorError `auth` or `limited` when the account is refused or its limits are used up
 */
export async function lookUp<K extends LookupKind>(
  ctx: FlowContext,
  { connectionId, channel }: Source,
  kind: K,
  key = "",
): Promise<ChannelLookups[K][] | null> {
  const name = { connectionId, kind, key };
  const kept = await keptLookup(ctx.db, name);
  if (kept && ctx.now().getTime() - kept.readAt.getTime() < maxAgeHours[kind] * 3_600_000) return kept.rows;
  try {
    const rows = await channel.readLookup(kind, key);
    await keepLookup(ctx.db, name, { rows, readAt: ctx.now() });
    return rows;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.problem.kind === "auth" || error.problem.kind === "limited") throw error;
    ctx.log.warn({ connection: connectionId, kind, code: error.problem.code }, "list could not be read");
    return kept?.rows ?? null;
  }
}

/**
 * Reads every whole list anew, whatever its age, after *Test connection*. A list that cannot be read keeps its old
 * rows.
 */
export async function refreshLookups(ctx: FlowContext, { connectionId, channel }: Source): Promise<void> {
  for (const kind of wholeLists) {
    try {
      const rows = await channel.readLookup(kind);
      await keepLookup(ctx.db, { connectionId, kind, key: "" }, { rows, readAt: ctx.now() });
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      ctx.log.warn({ connection: connectionId, kind, code: error.problem.code }, "list could not be read");
    }
  }
}
