import { hash, verify } from "@node-rs/argon2";
import { and, eq, sql } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import type { Tx } from "@/lib/db/client";
import { decrypt, encrypt } from "@/lib/db/encryption";
import { connections, integrations, sellers, sessions, users } from "@/lib/db/schema";
import type { Configuration, ConfigurationProblem, SellerConfiguration } from "@/lib/domain/connections/configuration";
import { mappingKinds } from "@/lib/domain/mappings/rule";
import { integrationSettings } from "@/lib/domain/settings";
import { stableJson } from "@/lib/domain/stable-json";
import { newWebhookToken } from "@/lib/flows/connections/rotate-webhook-token";
import type { FlowContext } from "@/lib/flows/engine/context";
import { applyMapping } from "@/lib/flows/mappings/apply-mapping";

type AppliedConfiguration = {
  sellers: {
    slug: string;
    id: string;
    connections: { slug: string; id: string; webhookUrl: string }[];
    integrations: { slug: string; id: string }[];
  }[];
};

/** Raised inside the transaction so that nothing of a file with problems is written. */
class Refused extends Error {
  readonly problems: ConfigurationProblem[];
  constructor(problems: ConfigurationProblem[]) {
    super("the configuration has problems");
    this.problems = problems;
  }
}

class DryRun extends Error {}

type Result = { applied: AppliedConfiguration | null; problems: ConfigurationProblem[] };
type Scope = { ctx: FlowContext; tx: Tx; problems: ConfigurationProblem[] };

/**
 * Creates or updates what a checked configuration describes, matched by slug and e-mail, in one transaction. Twice is
 * safe: an unchanged file changes nothing. With `dryRun` the same is done and taken back.
 */
export async function applyConfiguration(
  ctx: FlowContext,
  configuration: Configuration,
  options: { dryRun?: boolean } = {},
): Promise<Result> {
  try {
    const applied = await ctx.db.transaction(async (tx) => {
      const scope: Scope = { ctx, tx, problems: [] };
      for (const [i, person] of configuration.staff.entries()) await applyPerson(scope, null, person, `$.staff[${i}]`);
      const done: AppliedConfiguration = { sellers: [] };
      for (const [s, seller] of configuration.sellers.entries())
        done.sellers.push(await applySeller(scope, seller, `$.sellers[${s}]`));
      if (scope.problems.length > 0) throw new Refused(scope.problems);
      if (options.dryRun) throw new DryRun();
      return done;
    });
    return { applied, problems: [] };
  } catch (error) {
    if (error instanceof Refused) return { applied: null, problems: error.problems };
    if (error instanceof DryRun) return { applied: null, problems: [] };
    throw error;
  }
}

async function applySeller(scope: Scope, seller: SellerConfiguration, path: string) {
  const { tx } = scope;
  const [row] = await tx
    .insert(sellers)
    .values({ slug: seller.slug, name: seller.name })
    .onConflictDoUpdate({ target: sellers.slug, set: { name: seller.name } })
    .returning();
  if (!row) throw new Error("the seller was not written");
  for (const [i, user] of seller.users.entries()) await applyPerson(scope, row.id, user, `${path}.users[${i}]`);
  const result: AppliedConfiguration["sellers"][number] = {
    slug: seller.slug,
    id: row.id,
    connections: [],
    integrations: [],
  };
  for (const [i, connection] of seller.connections.entries()) {
    result.connections.push(await applyConnection(scope, row.id, connection, `${path}.connections[${i}]`));
  }
  for (const [i, integration] of seller.integrations.entries()) {
    const applied = await applyIntegration(scope, row.id, integration);
    result.integrations.push(applied);
    for (const kind of mappingKinds) {
      const file = integration.mappings?.[kind];
      if (!file) continue;
      const place = `${path}.integrations[${i}].mappings["${kind}"]`;
      const given = { sellerId: row.id, integrationId: applied.id, slug: applied.slug, path: place, kind, file };
      scope.problems.push(...(await applyMapping(scope.ctx, tx, given)));
    }
  }
  return result;
}

type Person = { email: string; name: string; role: "admin" | "viewer" | "support" | "operator"; password?: unknown };

async function applyPerson(
  { ctx, tx, problems }: Scope,
  sellerId: string | null,
  person: Person,
  path: string,
): Promise<void> {
  const password = typeof person.password === "string" ? person.password : null;
  const [before] = await tx.select().from(users).where(eq(users.email, person.email));
  const refuse = (field: string, message: string) => void problems.push({ path: `${path}.${field}`, message });
  if (before && before.sellerId !== sellerId)
    return refuse("email", `"${person.email}" already belongs to somebody outside this seller`);
  if (!before && !password) return refuse("password", "is needed for a new person");
  if (password !== null && password.length < 8) return refuse("password", "must have at least 8 characters");
  const unchanged = before && (password === null || (await verify(before.passwordHash, password)));
  const passwordHash = unchanged ? before.passwordHash : await hash(password ?? "");
  if (!before) {
    await tx
      .insert(users)
      .values({ sellerId, email: person.email, name: person.name, role: person.role, passwordHash });
    const change = { subject: person.email, after: { role: person.role } };
    await writeAudit(tx, { sellerId, actor: ctx.actor, action: "user.create", ...change });
    return;
  }
  if (unchanged && before.name === person.name && before.role === person.role) return;
  await tx.update(users).set({ name: person.name, role: person.role, passwordHash }).where(eq(users.id, before.id));
  // A new password or role ends what was signed in under the former one.
  await tx.update(sessions).set({ revokedAt: ctx.now() }).where(eq(sessions.userId, before.id));
  await writeAudit(tx, {
    sellerId,
    actor: ctx.actor,
    action: "user.update",
    subject: person.email,
    before: { role: before.role },
    after: { role: person.role },
  });
}

/** How long the old notification URL opens after a file named another token. */
const fileOverlapHours = 24;

async function applyConnection(
  { ctx, tx, problems }: Scope,
  sellerId: string,
  connection: SellerConfiguration["connections"][number],
  path: string,
) {
  const mine = and(eq(connections.sellerId, sellerId), eq(connections.slug, connection.slug));
  const [before] = await tx.select().from(connections).where(mine);
  if (before && before.connector !== connection.connector)
    problems.push({ path: `${path}.connector`, message: `cannot change from "${before.connector}"` });
  if (!before && !connection.credentials)
    problems.push({ path: `${path}.credentials`, message: "are needed for a new connection" });
  const given = typeof connection.webhookToken === "string" ? connection.webhookToken : null;
  const webhookToken = given ?? before?.webhookToken ?? newWebhookToken();
  const id = before?.id ?? crypto.randomUUID();
  const secretsChanged =
    connection.credentials !== undefined &&
    (!before || decrypt(before.credentials, id) !== JSON.stringify(connection.credentials));
  const credentials = secretsChanged
    ? encrypt(JSON.stringify(connection.credentials), id)
    : (before?.credentials ?? "");
  const row = { connector: connection.connector, settings: connection.settings, credentials, webhookToken };
  // A token of the file replaces the old one with an overlap, as a person's rotation does.
  const rotated =
    before && before.webhookToken !== webhookToken
      ? {
          previousWebhookToken: before.webhookToken,
          previousTokenUntil: new Date(ctx.now().getTime() + fileOverlapHours * 3_600_000),
        }
      : {};
  const settingsChanged =
    !before || JSON.stringify(stableJson(before.settings)) !== JSON.stringify(stableJson(connection.settings));
  if (!before) await tx.insert(connections).values({ id, sellerId, slug: connection.slug, ...row });
  else
    await tx
      .update(connections)
      .set({ ...row, ...rotated, pauseProblem: null, pausedUntil: null, updatedAt: ctx.now() })
      .where(mine);
  if (settingsChanged || secretsChanged) {
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: before ? "connection.update" : "connection.create",
      subject: connection.slug,
      before: before ? { settings: before.settings } : null,
      after: { settings: connection.settings, ...(secretsChanged ? { credentials: "changed" } : {}) },
    });
  }
  return { slug: connection.slug, id, webhookUrl: `${ctx.appUrl}/api/webhooks/${id}/${webhookToken}` };
}

async function applyIntegration(
  { ctx, tx }: Scope,
  sellerId: string,
  integration: SellerConfiguration["integrations"][number],
) {
  const { slug, channel, erp, enabled, heartbeatMinutes, mappings: _, ...rest } = integration;
  const settings = integrationSettings.parse(rest);
  const [channelId, erpId] = await Promise.all([connectionId(tx, sellerId, channel), connectionId(tx, sellerId, erp)]);
  const [before] = await tx
    .select()
    .from(integrations)
    .where(and(eq(integrations.sellerId, sellerId), eq(integrations.slug, slug)));
  const values = { channelId, erpId, enabled, heartbeatMinutes, settings };
  const same = before && JSON.stringify(stableJson({ ...values })) === JSON.stringify(stableJson(pick(before)));
  if (same) return { slug, id: before.id };
  const [row] = await tx
    .insert(integrations)
    .values({ sellerId, slug, ...values })
    .onConflictDoUpdate({
      target: [integrations.sellerId, integrations.slug],
      set: {
        ...values,
        stockRequestedAt: ctx.now(),
        settingsRevision: sql`${integrations.settingsRevision} + 1`,
        projectedUpTo: "",
      },
    })
    .returning({ id: integrations.id });
  await writeAudit(tx, {
    sellerId,
    actor: ctx.actor,
    action: before ? "integration.update" : "integration.create",
    subject: slug,
    before: before ? pick(before) : null,
    after: values,
  });
  return { slug, id: row?.id ?? "" };
}

function pick({ channelId, erpId, enabled, heartbeatMinutes, settings }: typeof integrations.$inferSelect) {
  return { channelId, erpId, enabled, heartbeatMinutes, settings };
}

async function connectionId(tx: Tx, sellerId: string, slug: string): Promise<string> {
  const [row] = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(and(eq(connections.sellerId, sellerId), eq(connections.slug, slug)));
  if (!row) throw new Error(`connection ${slug} is not there`);
  return row.id;
}
