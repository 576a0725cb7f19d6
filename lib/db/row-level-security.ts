import type { Sql } from "postgres";

/** The role a seller's requests take on: it owns nothing, so that the policies below hold for it. */
export const tenantRole = "megzo_app";
/** The setting that says whose request it is. */
export const tenantSetting = "megzo.tenant";

const of = (parent: string, column: string) => `exists (select 1 from ${parent} p where p.id = ${column})`;
const mine = `seller_id = nullif(current_setting('${tenantSetting}', true), '')::uuid`;
const byIntegration = of("integrations", "integration_id");
const byConnection = of("connections", "connection_id");
const byOrder = of("orders", "order_id");
const byOffer = of("offers", "offer_id");
const ownPerson = `exists (select 1 from users p where p.id = user_id and p.seller_id is not null)`;

/**
 * Which rows of each table a seller's requests may touch. A parent's own policy holds inside `exists`, so that each row
 * leads back to a seller. `null`: shared by all, because it tells of nobody.
 */
export const tenantRows: Record<string, string | null> = {
  sellers: mine.replace("seller_id", "id"),
  users: mine,
  sessions: ownPerson,
  password_links: ownPerson,
  saved_views: ownPerson,
  unmaskings: mine,
  audit: mine,
  connections: mine,
  integrations: mine,
  orders: mine,
  alerts: mine,
  alert_preferences: mine,
  failure_notes: mine,
  lookups: byConnection,
  channel_returns: byConnection,
  wake_ups: byConnection,
  notifications: byConnection,
  runs: byIntegration,
  counts: byIntegration,
  tasks: byIntegration,
  mapping_versions: byIntegration,
  mapping_drafts: byIntegration,
  offers: byIntegration,
  erp_items: byIntegration,
  order_links: byOrder,
  steps: byOrder,
  order_events: byOrder,
  parcels: byOrder,
  invoices: byOrder,
  invoice_downloads: of("invoices", "invoice_id"),
  stock_drifts: byOffer,
  stock_history: byOffer,
  leases: null,
  rate_limits: null,
  rate_limit_calls: null,
  sign_in_failures: null,
};

/** Rows that may be read besides, and not changed: staff sign notes and unmaskings. */
const readBesides: Record<string, string> = { users: "seller_id is null" };

/**
 * A search by name uses its index only before a policy is asked, so that it is the owner's to run; it keeps to the tenant
 * by itself, and tells ids alone. Without a tenant (staff) it searches everywhere.
 */
const namedOrders = `create or replace function orders_named(words text) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
    select id from orders where to_tsvector('simple', translate(lower(buyer_name),
        'ăâîșşțţáàäéèëíìïóòöőúùüű', 'aaissttaaaeeeiiioooouuuu')) @@ to_tsquery('simple', words)
      and (nullif(current_setting('${tenantSetting}', true), '') is null or ${mine}) $$`;

/**
 * Raises the second wall, after every migration; safe to repeat, and tables whose rule has not changed are not locked.
 * The owner stays outside it: that is the way of the engine and the staff.
 * @returns false where the database's user may neither create the role nor take it on
 */
export async function applyRowLevelSecurity(sql: Sql): Promise<boolean> {
  await sql.unsafe(namedOrders);
  await sql.unsafe(`do $$ begin
    if to_regrole('${tenantRole}') is null then create role ${tenantRole} nologin; end if;
    grant ${tenantRole} to current_user;
  exception when insufficient_privilege or duplicate_object or unique_violation then null; end $$`);
  if (!(await mayTakeRole(sql))) return false;
  const standing = new Map(
    (
      await sql`select c.relname as table, obj_description(p.oid, 'pg_policy') as rows
        from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname = 'tenant'`
    ).map(({ table, rows }) => [String(table), rows]),
  );
  for (const [table, rows] of Object.entries(tenantRows)) {
    if (rows === null || standing.get(table) === rows) continue;
    await sql.unsafe(`alter table ${table} enable row level security;
      drop policy if exists tenant on ${table};
      create policy tenant on ${table} using (${rows}) with check (${rows});
      drop policy if exists tenant_reads on ${table};
      ${readBesides[table] ? `create policy tenant_reads on ${table} for select using (${readBesides[table]});` : ""}
      comment on policy tenant on ${table} is '${rows.replaceAll("'", "''")}'`);
  }
  await sql.unsafe(`grant usage on schema public to ${tenantRole};
    grant select, insert, update, delete on ${Object.keys(tenantRows).join(", ")} to ${tenantRole};
    grant usage on all sequences in schema public to ${tenantRole}`);
  return true;
}

async function mayTakeRole(sql: Sql): Promise<boolean> {
  return sql`select set_config('role', ${tenantRole}, true)`.then(
    () => true,
    () => false,
  );
}

/** Whether the wall stands and can be used by this connection's user. */
export async function isRlsEnabled(sql: Sql): Promise<boolean> {
  const [row] = await sql`select relrowsecurity as up from pg_class where oid = to_regclass('public.orders')`;
  return row?.up === true && (await mayTakeRole(sql));
}
