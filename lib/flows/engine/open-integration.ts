import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import {
  type Channel,
  type ChannelConnector,
  type ConnectorContext,
  ConnectorError,
  type Erp,
  type RateLimit,
} from "@/lib/connectors/contract";
import { HttpFailure } from "@/lib/connectors/http";
import { channels, erps } from "@/lib/connectors/registry";
import { decrypt } from "@/lib/db/encryption";
import { movedBy, noteLimits, pauseRateLimit, reserveSlot } from "@/lib/db/engine/rate-limit";
import { connections, integrations } from "@/lib/db/schema";
import type { IntegrationSettings } from "@/lib/domain/settings";
import { blame } from "@/lib/flows/engine/blame";
import { connectionStore } from "@/lib/flows/engine/connection-store";
import type { FlowContext } from "@/lib/flows/engine/context";

export type ConnectionRow = typeof connections.$inferSelect;
export type IntegrationRow = typeof integrations.$inferSelect;

/** An integration with both sides opened; nothing is sent before the first call. */
export type OpenIntegration = {
  row: IntegrationRow;
  settings: IntegrationSettings;
  channelConnection: ConnectionRow;
  erpConnection: ConnectionRow;
  channel: Channel;
  erp: Erp;
  close(): Promise<void>;
};

/**
 * Opens both sides of an integration; null when it no longer exists. The only flow that knows the registry.
 * @throws what `openSides` throws
 */
export async function openIntegration(ctx: FlowContext, integrationId: string): Promise<OpenIntegration | null> {
  const row = await readIntegration(ctx, integrationId);
  return row && openSides(ctx, row);
}

export async function readIntegration(ctx: FlowContext, id: string): Promise<IntegrationRow | null> {
  const [row] = await ctx.db.select().from(integrations).where(eq(integrations.id, id));
  return row ?? null;
}

/**
 * Opens both sides without sending anything.
 * @throws Error when a connection's row is gone or its credentials cannot be decrypted, ConnectorError
 *   `settings-missing` for a connector this build does not have, ZodError for settings of an older shape
 */
export async function openSides(ctx: FlowContext, row: IntegrationRow): Promise<OpenIntegration> {
  const [channelConnection, erpConnection] = await Promise.all([
    readConnection(ctx, row.channelId),
    readConnection(ctx, row.erpId),
  ]);
  const channel = openChannel(ctx, channelConnection);
  const erp = openErp(ctx, erpConnection);
  return {
    row,
    settings: row.settings,
    channelConnection,
    erpConnection,
    channel,
    erp,
    close: async () => {
      await Promise.all([channel.close(), erp.close()]);
    },
  };
}

/** @throws Error when the row is gone */
export async function readConnection(ctx: FlowContext, id: string): Promise<ConnectionRow> {
  const [row] = await ctx.db.select().from(connections).where(eq(connections.id, id));
  if (!row) throw new Error(`connection ${id} does not exist`);
  return row;
}

/** @throws as `openSides` does */
export function openChannel(ctx: FlowContext, row: ConnectionRow): Channel {
  const connector = channels[row.connector];
  if (!connector) throw new ConnectorError("settings-missing", "rejected", { field: `connector ${row.connector}` });
  const given = parsed(connector, row);
  return blame(
    connector.open({ ...given, context: connectorContext(ctx, row, connector, given) }),
    "channel",
    connector.title,
  );
}

/** @throws as `openSides` does */
export function openErp(ctx: FlowContext, row: ConnectionRow): Erp {
  const connector = erps[row.connector];
  if (!connector) throw new ConnectorError("settings-missing", "rejected", { field: `connector ${row.connector}` });
  const given = parsed(connector, row);
  return blame(
    connector.open({ ...given, context: connectorContext(ctx, row, connector, given) }),
    "erp",
    connector.title,
  );
}

type Schemas = {
  settingsSchema: { parse(value: unknown): unknown };
  credentialsSchema: { parse(value: unknown): unknown };
};

function parsed(connector: Schemas, row: ConnectionRow) {
  return {
    settings: connector.settingsSchema.parse(row.settings),
    credentials: connector.credentialsSchema.parse(JSON.parse(decrypt(row.credentials, row.id))),
  };
}

type Given = { settings: unknown; credentials: unknown };
type Vendor = Pick<ChannelConnector, "name" | "accountOf" | "proxyOf">;

/**
 * One key for all connections with one account, whoever they belong to; a hash, so that it does not show the account.
 */
function rateLimitKey(connector: Vendor, row: ConnectionRow, given: Given): string {
  const account = connector.accountOf?.(given.settings, given.credentials);
  if (account === undefined) return row.id;
  return createHash("sha256").update(`${connector.name}/${account}`).digest("hex").slice(0, 32);
}

function hostOf(settings: unknown): string | null {
  const { baseUrl } = (settings ?? {}) as { baseUrl?: unknown };
  return typeof baseUrl === "string" && URL.canParse(baseUrl) ? new URL(baseUrl).host : null;
}

/** A person's calls go before background calls; every call waits for its account's rate limit. */
function connectorContext(ctx: FlowContext, row: ConnectionRow, vendor: Vendor, given: Given): ConnectorContext {
  const account = rateLimitKey(vendor, row, given);
  const proxy = vendor.proxyOf?.(given.settings, given.credentials) ?? undefined;
  const key = (bucket: string) => `${account}:${bucket}`;
  const own = hostOf(given.settings);
  return {
    now: ctx.now,
    sleep: ctx.sleep,
    http: async (request) => {
      // Credentials and documents go to the connection's own host, whatever a link in an answer says.
      if (own !== null && new URL(request.url).host !== own)
        throw new HttpFailure("refused-address", false, "the address is not the connection's own");
      const started = ctx.now();
      const call = { connection: row.id, method: request.method, path: new URL(request.url).pathname };
      const ms = () => ctx.now().getTime() - started.getTime();
      const answer = await ctx.http({ ...request, proxy }).catch((err: unknown) => {
        ctx.log.debug({ ...call, ms: ms(), err }, "outside call failed");
        throw err;
      });
      ctx.log.debug({ ...call, status: answer.status, ms: ms() }, "outside call");
      return answer;
    },
    takeTurn: async (bucket: string, limit: RateLimit) => {
      if (row.rateLimitKey !== account) await rememberAccount(ctx, row, account);
      let slot = await reserveSlot(ctx.db, key(bucket), limit, ctx.actor !== "engine");
      while (slot.waitMs > 0) {
        await ctx.sleep(slot.waitMs);
        slot = await movedBy(ctx.db, slot);
      }
    },
    store: connectionStore(ctx, row.id),
    noteLimits: async (bucket, notice) => {
      if (notice.remaining !== null || notice.refused) await noteLimits(ctx.db, key(bucket), notice);
    },
  };
}

async function rememberAccount(ctx: FlowContext, row: ConnectionRow, account: string): Promise<void> {
  row.rateLimitKey = account;
  await ctx.db.update(connections).set({ rateLimitKey: account }).where(eq(connections.id, row.id));
}

/** After "too many requests": no process calls that connection's buckets for a while. */
export async function pauseRateLimits(ctx: FlowContext, row: ConnectionRow, seconds: number): Promise<void> {
  const connector = channels[row.connector] ?? erps[row.connector];
  const account = row.rateLimitKey ?? row.id;
  for (const bucket of Object.keys(connector?.limits ?? {}))
    await pauseRateLimit(ctx.db, `${account}:${bucket}`, seconds);
}
