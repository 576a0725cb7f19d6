import { z } from "zod";
import { json, notFound, readBody, refuse, withUser } from "@/lib/auth/guard";
import { abilitiesOf } from "@/lib/auth/roles";
import { scopeOf } from "@/lib/auth/scope";
import { readConnections } from "@/lib/db/connections/connection-list";
import { createConnection } from "@/lib/flows/connections/create-connection";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/connections", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  const options = { now: ctx.now(), appUrl: ctx.appUrl, withWebhook: abilitiesOf(user.role).configure };
  return json(await ctx.db.transaction((db) => readConnections(db, sellerId, options)));
});

const body = z.strictObject({
  connector: z.string(),
  settings: z.record(z.string(), z.unknown()),
  credentials: z.record(z.string(), z.unknown()),
});

export const POST = withUser("POST /api/connections", async ({ request, user }) => {
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  if (!sellerId) throw notFound();
  const given = await readBody(request, body);
  const { id, problems } = await createConnection(webContext(user), { sellerId, ...given });
  refuse(problems);
  return json({ id }, 201);
});
