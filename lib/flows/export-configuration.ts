import { asc } from "drizzle-orm";
import { connections, integrations, sellers, users } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/context";

/** The current configuration in the file's own format (contract §4), secrets left out; applying it changes nothing. */
export async function exportConfiguration(ctx: FlowContext) {
  const [people, shops, doors, links] = await Promise.all([
    ctx.db.select().from(users).orderBy(asc(users.email)),
    ctx.db.select().from(sellers).orderBy(asc(sellers.slug)),
    ctx.db.select().from(connections).orderBy(asc(connections.slug)),
    ctx.db.select().from(integrations).orderBy(asc(integrations.slug)),
  ]);
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
        })),
    })),
  };
}
