import { randomBytes } from "node:crypto";
import { migrate } from "@/lib/db/migrate";
import type { FlowContext } from "@/lib/flows/engine/context";
import { processContext } from "@/lib/flows/engine/process-context";
import { applyConfiguration } from "@/lib/flows/operations/apply-configuration";
import { checkConfiguration } from "@/lib/flows/operations/check-configuration";
import { catalogue } from "@/sandbox/catalogue";
import { productEnvironment } from "../../e2e/support/browser/product";
import { startTwins, type Twins } from "../../e2e/support/twins";
import { demoConfiguration, demoEnvironment, demoSettings } from "../../sandbox/demo.mjs";
import { startThrowawayPostgres } from "../postgres/postgres.mjs";
import { freePort } from "../processes/ports.mjs";
import { startDoor } from "../programs.mjs";
import type { Options } from "./options";

/** A seller with an eMAG account and an ERP of its own. */
export type Shop = { slug: string; twins: Twins };

/** The shops' twins and an empty product between them, everything a process of its own but the public door. */
export type World = {
  ctx: FlowContext;
  shops: Shop[];
  databaseUrl: string;
  /** What a worker needs in its environment. */
  env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
};

const unitsInStock = 60_000;
/** Above it the ERP says nothing of stock: three of four of its notifications would be about it, and heartbeats find it. */
const ordersWithStockPush = 100;
const granted = { perSecond: 2000, perMinute: 120_000 };

const secrets = {
  passwords: { admin: randomBytes(12).toString("hex"), support: randomBytes(12).toString("hex") },
  tokens: { emag: randomBytes(12).toString("hex"), erp: randomBytes(12).toString("hex") },
};

const emagSettings = {
  limits: false,
  attachmentFetchDelaySeconds: 0.5,
  completeAfterSeconds: 5,
  callbackDropShare: 0.1,
  callbackDuplicateShare: 0.1,
  callbackDelaySeconds: 1,
  callbackRepeatSeconds: 15,
};

const acumaticaSettings = {
  // A killed worker's session would keep its seat for ten minutes of real time.
  sessionTimeoutSeconds: 20,
  lockAfterFailures: 0,
  staff: { enabled: true, shipAfter: 2, confirmAfter: 1, invoiceAfter: 1, releaseAfter: 1, attachAfter: 1 },
};

/** `realLimits`: both systems are asked no more often than they allow, as in production. */
type Wish = Pick<Options, "orders" | "sellers"> & { realLimits?: boolean };

export async function startWorld({ orders, sellers, realLimits = false }: Wish): Promise<World> {
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const database = await startThrowawayPostgres();
    stops.push(database.stop);
    const shops: Shop[] = [];
    for (let number = 1; number <= sellers; number += 1) {
      const twins = await startTwins({ emag: emagSettings, acumatica: acumaticaSettings });
      stops.push(twins.stop);
      shops.push({ slug: `shop-${number}`, twins });
    }
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const hosts = shops
      .flatMap(({ twins }) => [twins.emag.port, twins.acumatica.port])
      .map((port) => `127.0.0.1:${port}`);
    const env = { ...productEnvironment(database.url, url), ALLOWED_PRIVATE_HOSTS: hosts.join(",") };
    Object.assign(process.env, env);
    await migrate(database.url);
    const ctx = processContext("engine");
    await configure(ctx, shops, realLimits);
    if (!realLimits) await liftErpSpacing(ctx);
    const door = await startDoor(port, { env, onError: (_name, text) => console.error(`the door: ${text}`) });
    stops.push(door.stop);
    for (const shop of shops) {
      await fillShelves(shop);
      await connectWebhooks(shop, url, orders / sellers <= ordersWithStockPush);
    }
    return { ctx, shops, databaseUrl: database.url, env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Settings = Record<string, unknown>;
type DemoSeller = {
  slug: string;
  users: { email: string }[];
  connections: { slug: string; settings: Settings }[];
  integrations: { heartbeatMinutes: number; orders: Settings }[];
};

/** The demo seller once for every shop, with the waits short and the limits raised unless they are to be real. */
async function configure(ctx: FlowContext, shops: Shop[], realLimits: boolean): Promise<void> {
  const sellers = shops.map(({ slug, twins }) => {
    const ports = { emagPort: twins.emag.port, acumaticaPort: twins.acumatica.port };
    const [seller] = structuredClone(demoConfiguration(ports) as { sellers: DemoSeller[] }).sellers;
    if (!seller) throw new Error("the demo configuration has no seller");
    seller.slug = slug;
    for (const user of seller.users) user.email = `${slug}@megzo.example`;
    for (const connection of seller.connections)
      if (connection.slug === "emag-ro" && !realLimits) connection.settings.limits = { orders: granted, rest: granted };
    for (const integration of seller.integrations) {
      integration.heartbeatMinutes = 1;
      integration.orders.unknownOutcomeWaitSeconds = 6;
    }
    return seller;
  });
  const { configuration, problems } = checkConfiguration({ version: 1, sellers }, demoEnvironment(secrets));
  if (!configuration || problems.length > 0) throw new Error(JSON.stringify(problems));
  const { applied, problems: refused } = await applyConfiguration(ctx, configuration);
  if (!applied) throw new Error(JSON.stringify(refused));
}

/** The ERP connector spaces its calls for a real site, ten a second; here that wait is taken out of the shared budget. */
async function liftErpSpacing({ sql }: FlowContext): Promise<void> {
  await sql.unsafe(`
    create function lift_spacing() returns trigger language plpgsql as $$
    begin
      if new.next_at < clock_timestamp() + interval '1 second' then new.next_at := clock_timestamp(); end if;
      return new;
    end $$;
    create trigger lift_spacing before insert or update on rate_limits
      for each row when (new.key like '%:requests') execute function lift_spacing()`);
}

async function fillShelves({ twins: { emag, acumatica } }: Shop): Promise<void> {
  for (const { offerId, sku } of catalogue) {
    await acumatica.control("PUT", "/_sandbox/stock", {
      inventoryId: sku,
      warehouseId: "MAIN",
      onHand: unitsInStock,
    });
    await emag.control("PUT", `/_sandbox/offers/${offerId}`, { stock: unitsInStock });
  }
}

async function connectWebhooks({ slug: seller, twins }: Shop, url: string, withStock: boolean): Promise<void> {
  const { emag, acumatica } = twins;
  const webhook = (slug: string, token: string) => `${url}/api/webhooks/${seller}.${slug}/${token}`;
  const demo = demoSettings({
    emagWebhook: webhook("emag-ro", secrets.tokens.emag),
    erpWebhook: webhook("erp", secrets.tokens.erp),
  }) as { emag: { callbackUrl: string }; acumatica: { push: { queries: string[] }[] } };
  await emag.control("PUT", "/_sandbox/settings", { callbackUrl: demo.emag.callbackUrl });
  const push = demo.acumatica.push.map((target) => ({
    ...target,
    queries: target.queries.filter((query) => withStock || query !== "EMAG-Stock"),
  }));
  await acumatica.control("PUT", "/_sandbox/settings", { push });
}
