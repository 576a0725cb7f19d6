import { createHash, randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import type { Role } from "@/lib/auth/roles";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { database } from "@/lib/db/client";
import { connections, integrations, invoices, offers, orders, sessions, steps, users } from "@/lib/db/schema";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { problem } from "@/lib/domain/problem";
import { processContext } from "@/lib/flows/engine/process-context";
import { applyConfiguration } from "@/lib/flows/operations/apply-configuration";
import { checkConfiguration } from "@/lib/flows/operations/check-configuration";
import { demoConfiguration } from "../../sandbox/demo.mjs";
import { createTestDatabase } from "./database";

export type Planted = { sellerId: string; ids: Record<string, string>; mark: string; invoiceToken: string };
export type TwoSellers = {
  own: Planted;
  foreign: Planted;
  /** Everything that must never come out again. */
  secrets: string[];
  /** A signed-in cookie of a person of this role; admins and viewers belong to `own`. */
  cookieOf(role: Role): Promise<{ cookie: string; userId: string; sessionId: string }>;
  stop(): Promise<void>;
};

const password = () => `canary-${randomBytes(9).toString("hex")}`;

/** A database with two configured sellers, each with an order, an offer and an invoice marked by the seller's slug. */
export async function plantTwoSellers(): Promise<TwoSellers> {
  const test = await createTestDatabase();
  process.env.DATABASE_URL = test.url;
  process.env.APP_URL = "http://127.0.0.1:3999";
  process.env.AUTH_SECRET = password() + password();
  process.env.CRON_SECRET = password();
  process.env.METRICS_TOKEN = password();
  process.env.ENCRYPTION_KEYS = `k1:${randomBytes(32).toString("base64")}`;
  process.env.LOG_LEVEL ??= "silent";
  const secrets = [process.env.AUTH_SECRET, process.env.CRON_SECRET, process.env.METRICS_TOKEN];
  secrets.push(process.env.ENCRYPTION_KEYS.slice(3));
  const own = await plant("alpha", secrets);
  const foreign = await plant("zulu", secrets);
  return {
    own,
    foreign,
    secrets,
    cookieOf: (role) => openSession(role, own.sellerId),
    stop: async () => {
      await database().close();
      await test.drop();
    },
  };
}

async function plant(slug: string, secrets: string[]): Promise<Planted> {
  const ctx = processContext("test");
  const file = JSON.parse(
    JSON.stringify(demoConfiguration({ emagPort: 9, acumaticaPort: 9 })).replaceAll("carpatic", slug),
  );
  if (slug !== "alpha") file.staff = [];
  const values = Object.fromEntries(
    ["ADMIN_PASSWORD", "SUPPORT_PASSWORD", "EMAG_PASSWORD", "ERP_PASSWORD"].map((name) => [name, password()]),
  );
  secrets.push(...Object.values(values));
  const checked = checkConfiguration(file, {
    ...values,
    EMAG_WEBHOOK_TOKEN: password(),
    ERP_WEBHOOK_TOKEN: password(),
  });
  if (!checked.configuration) throw new Error(JSON.stringify(checked.problems));
  const { applied, problems } = await applyConfiguration(ctx, checked.configuration);
  const seller = applied?.sellers[0];
  if (!seller) throw new Error(JSON.stringify(problems));
  return { ...(await plantRows(slug, seller.id)), sellerId: seller.id };
}

async function plantRows(slug: string, sellerId: string): Promise<Omit<Planted, "sellerId">> {
  const { db } = database();
  const mark = `${slug}-mark`;
  const channel = (await db.select().from(connections)).find((c) => c.sellerId === sellerId && c.slug === "emag-ro");
  const integration = (await db.select().from(integrations)).find((i) => i.sellerId === sellerId);
  if (!channel || !integration) throw new Error("the seller was not configured");
  const owner = { sellerId, integrationId: integration.id, connectionId: channel.id };
  const now = new Date();
  const [order] = await db.insert(orders).values(markedOrder(mark, owner)).returning();
  if (!order) throw new Error("no order");
  const stopped = problem("item-unknown", "rejected", { item: mark });
  const step = { orderId: order.id, dueAt: now, updatedAt: now };
  await db.insert(steps).values({ ...step, kind: "create-sales-order", state: "blocked", problem: stopped });
  const offer = { integrationId: integration.id, channelOfferId: mark, sku: mark, name: mark, active: true };
  const [savedOffer] = await db.insert(offers).values(offer).returning();
  const invoiceToken = randomBytes(24).toString("base64url");
  const document = { orderId: order.id, invoiceType: "Invoice", invoiceNumber: mark, fileId: mark, fileName: "i.pdf" };
  const bytes = Buffer.from(`%PDF-${mark}`);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = { bytes, size: bytes.length, sha256, token: invoiceToken, readAt: now };
  const [invoice] = await db
    .insert(invoices)
    .values({ ...document, ...file, expiresAt: new Date(now.getTime() + 86_400_000) })
    .returning();
  const person = (await db.select().from(users)).find((user) => user.sellerId === sellerId);
  const ids = {
    orders: order.id,
    offers: savedOffer?.id ?? "",
    connections: channel.id,
    integrations: integration.id,
    invoices: invoice?.id ?? "",
    users: person?.id ?? "",
  };
  return { ids, mark, invoiceToken };
}

function markedOrder(mark: string, owner: { sellerId: string; integrationId: string; connectionId: string }) {
  const data = sampleOrder({ id: mark });
  return {
    ...owner,
    channelOrderId: mark,
    fulfilment: "seller" as const,
    status: "in-progress" as const,
    modified: data.modified,
    placedAt: data.placedAt,
    buyerName: `Buyer ${mark}`,
    currency: "RON",
    gross: "209.99",
    data: { ...data, buyer: { ...data.buyer, name: `Buyer ${mark}` } },
    raw: { note: mark },
  };
}

async function openSession(role: Role, sellerId: string) {
  const { db } = database();
  const staff = role === "support" || role === "operator";
  const email = `${role}-${randomBytes(4).toString("hex")}@megzo.example`;
  const [user] = await db
    .insert(users)
    .values({ sellerId: staff ? null : sellerId, email, name: role, role, passwordHash: "none" })
    .returning();
  const expiresAt = new Date(Date.now() + 3_600_000);
  const [session] = await db
    .insert(sessions)
    .values({ userId: user?.id ?? "", expiresAt })
    .returning();
  if (!user || !session) throw new Error("no session");
  const token = await encode({ token: { sessionId: session.id }, secret: process.env.AUTH_SECRET ?? "" });
  return { cookie: `${sessionCookie().name}=${token}`, userId: user.id, sessionId: session.id };
}
