import { asc, desc } from "drizzle-orm";
import { connections, integrations, mappingVersions, sellers, users } from "@/lib/db/schema";
import type { Configuration } from "@/lib/domain/configuration";
import type { FlowContext } from "@/lib/flows/context";

/** By integration, the published mapping with its history; version 1 is what every installation begins with. */
async function publishedMappings(ctx: FlowContext): Promise<Map<string, { mappings: Configured["mappings"] }>> {
  const rows = await ctx.db.select().from(mappingVersions).orderBy(desc(mappingVersions.version));
  const changed = [...new Set(rows.filter(({ version }) => version > 1).map(({ integrationId }) => integrationId))];
  return new Map(
    changed.flatMap((id) => {
      const mine = rows.filter(({ integrationId }) => integrationId === id);
      const [newest] = mine;
      if (!newest) return [];
      const history = mine.map(({ version, author, publishedAt, note }) => ({
        version,
        author,
        publishedAt: publishedAt.toISOString(),
        note,
      }));
      return [[id, { mappings: { "sales-order": { note: newest.note, history, content: newest.content } } }]];
    }),
  );
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
