import { asc, desc } from "drizzle-orm";
import { connections, integrations, mappingVersions, sellers, users } from "@/lib/db/schema";
import { type Configuration, longestHistory } from "@/lib/domain/connections/configuration";
import type { PastVersion } from "@/lib/domain/mappings/change";
import type { FlowContext } from "@/lib/flows/engine/context";

/** By integration, the published mappings with their history; version 1 is what every installation begins with. */
async function publishedMappings(ctx: FlowContext): Promise<Map<string, { mappings: Configured["mappings"] }>> {
  const rows = await ctx.db.select().from(mappingVersions).orderBy(desc(mappingVersions.version));
  const published = new Map<string, { mappings: Configured["mappings"] }>();
  for (const newest of rows) {
    const { integrationId, kind, version, note, content } = newest;
    const mappings = published.get(integrationId)?.mappings ?? {};
    if (version === 1 || mappings[kind]) continue;
    const mine = rows.filter((row) => row.integrationId === integrationId && row.kind === kind);
    published.set(integrationId, { mappings: { ...mappings, [kind]: { note, history: historyOf(mine), content } } });
  }
  return published;
}

function historyOf(versions: (typeof mappingVersions.$inferSelect)[]): PastVersion[] {
  return versions
    .flatMap(({ version, author, publishedAt, note, imported }) => [
      { version, author, publishedAt: publishedAt.toISOString(), note },
      ...(imported ?? []),
    ])
    .slice(0, longestHistory);
}

type Configured = Configuration["sellers"][number]["integrations"][number];

/** The current configuration in the file's own format (contract §4), secrets left out; applying it changes nothing. */
export async function exportConfiguration(ctx: FlowContext) {
  const [people, shops, doors, links] = await Promise.all([
    ctx.db.select().from(users).orderBy(asc(users.email)),
    ctx.db.select().from(sellers).orderBy(asc(sellers.slug)),
    ctx.db.select().from(connections).orderBy(asc(connections.slug)),
    ctx.db.select().from(integrations).orderBy(asc(integrations.slug)),
  ]);
  const mappings = await publishedMappings(ctx);
  const person = ({ email, name, role }: (typeof people)[number]) => ({ email, name, role });
  const slugOf = (id: string) => doors.find((door) => door.id === id)?.slug ?? "";
  return {
    version: 1,
    staff: people.filter(({ sellerId }) => sellerId === null).map(person),
    sellers: shops.map(({ id, slug, name }) => ({
      slug,
      name,
      users: people.filter(({ sellerId }) => sellerId === id).map(person),
      connections: doors
        .filter(({ sellerId }) => sellerId === id)
        .map((door) => ({ slug: door.slug, connector: door.connector, settings: door.settings })),
      integrations: links
        .filter(({ sellerId }) => sellerId === id)
        .map((link) => ({
          slug: link.slug,
          channel: slugOf(link.channelId),
          erp: slugOf(link.erpId),
          enabled: link.enabled,
          heartbeatMinutes: link.heartbeatMinutes,
          ...link.settings,
          ...mappings.get(link.id),
        })),
    })),
  };
}
