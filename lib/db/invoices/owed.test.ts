import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/db/client";
import { addInvoices } from "@/lib/db/invoices/invoices";
import { readOwed, readOwedFigures } from "@/lib/db/invoices/owed";
import { upsertOrder } from "@/lib/db/orders/orders";
import { connections, integrations, invoices, parcels, sellers, steps } from "@/lib/db/schema";
import type { ChannelOrder } from "@/lib/domain/orders/order";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import type { StepState, WaitReason } from "@/lib/domain/orders/step";
import { createTestDatabase, type TestDatabase } from "../../../e2e/support/database";

const now = new Date("2026-03-02T10:00:00Z");
const zone = "Europe/Bucharest";

let test: TestDatabase;
let open: Database;
const owners = new Map<string, { sellerId: string; integrationId: string; connectionId: string }>();

beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
  for (const slug of ["mine", "other"]) owners.set(slug, await plantSeller(slug));
});
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

async function plantSeller(slug: string) {
  const { db } = open;
  const [seller] = await db.insert(sellers).values({ slug, name: slug }).returning();
  const sellerId = seller?.id ?? "";
  const side = { sellerId, connector: "x", settings: {}, credentials: "", webhookToken: `token-${slug}` };
  const [channel, erp] = await db
    .insert(connections)
    .values([
      { ...side, slug: "c" },
      { ...side, slug: "e" },
    ])
    .returning();
  const sides = { channelId: channel?.id ?? "", erpId: erp?.id ?? "" };
  const [integration] = await db
    .insert(integrations)
    .values({ sellerId, slug: "i", ...sides, enabled: true, heartbeatMinutes: 5, settings: {} as never })
    .returning();
  return { sellerId, integrationId: integration?.id ?? "", connectionId: sides.channelId };
}

type Step = { state: StepState; waitReason?: WaitReason };
const waiting = (waitReason: WaitReason): Step => ({ state: "waiting", waitReason });
const done: Step = { state: "done" };

async function plant(
  slug: string,
  change: Partial<ChannelOrder>,
  { parcel, invoice, receivedAt = now }: { parcel?: Step; invoice?: Step; receivedAt?: Date } = {},
): Promise<string> {
  const owner = owners.get(slug);
  if (!owner) throw new Error(slug);
  const { row } = await upsertOrder(open.db, { ...owner, order: sampleOrder(change), raw: {}, now: receivedAt });
  const at = { orderId: row.id, dueAt: now, updatedAt: now };
  if (parcel) await open.db.insert(steps).values({ ...at, kind: "hand-over-awb", ...parcel });
  if (invoice) await open.db.insert(steps).values({ ...at, kind: "attach-invoice", ...invoice });
  return row.id;
}

describe("what is owed to eMAG", () => {
  const numbers = async (sort: "deadline" | "invoice" | "order") =>
    (await readOwed(open.db, owners.get("mine")?.sellerId ?? "", { now, zone, sort, visibility: "all" })).map(
      (row) => row.number,
    );

  beforeAll(async () => {
    // The channel's clock shows two hours more than UTC in winter: 12:00 is now.
    const both = { parcel: waiting("shipment"), invoice: waiting("shipment") };
    await plant("mine", { id: "101", handOverBy: "2026-03-02 13:30:00" }, both);
    await plant(
      "mine",
      { id: "102", handOverBy: "2026-03-02 11:30:00" },
      { parcel: done, invoice: waiting("invoice") },
    );
    await plant(
      "mine",
      { id: "103", handOverBy: "2026-03-02 12:10:00" },
      { parcel: { state: "blocked" }, invoice: done },
    );
    await plant("mine", { id: "104", handOverBy: null }, both);
    await plant("mine", { id: "105", status: "cancelled", handOverBy: "2026-03-02 12:00:00" }, both);
    await plant("mine", { id: "106" }, { parcel: done, invoice: waiting("switched-off") });
    await plant("other", { id: "107", handOverBy: "2026-03-02 12:00:00" }, both);
  });

  it("is every parcel and invoice still to come, of this seller alone, with the minutes left by eMAG's own clock", async () => {
    const rows = await readOwed(open.db, owners.get("mine")?.sellerId ?? "", {
      now,
      zone,
      sort: "deadline",
      visibility: "all",
    });
    expect(rows.map((row) => [row.number, row.minutesLeft, row.parcelOwed, row.invoiceOwed, row.invoiceWait])).toEqual([
      ["102", -30, false, true, "invoice"],
      ["103", 10, true, false, null],
      ["101", 90, true, true, "shipment"],
      ["104", null, true, true, "shipment"],
    ]);
  });

  it("can be sorted by deadline, by the invoice owed and by order", async () => {
    expect(await numbers("deadline")).toEqual(["102", "103", "101", "104"]);
    expect(await numbers("invoice")).toEqual(["102", "101", "104", "103"]);
    expect(await numbers("order")).toEqual(["104", "103", "102", "101"]);
  });

  it("names no buyer to somebody who may not see this seller's", async () => {
    const sellerId = owners.get("mine")?.sellerId ?? "";
    const buyers = async (sellerIds: string[]) =>
      (await readOwed(open.db, sellerId, { now, zone, sort: "deadline", visibility: { sellerIds } })).map(
        (row) => row.buyer,
      );
    expect(new Set(await buyers([]))).toEqual(new Set(["•••"]));
    expect(await buyers([sellerId])).toContain(sampleOrder().buyer.name);
  });

  it("follows the channel's summer time", async () => {
    const summer = new Date("2026-07-01T10:00:00Z");
    await plant("other", { id: "108", handOverBy: "2026-07-01 13:30:00" }, { parcel: waiting("shipment") });
    const rows = await readOwed(open.db, owners.get("other")?.sellerId ?? "", {
      now: summer,
      zone,
      sort: "deadline",
      visibility: "all",
    });
    expect(rows.find((row) => row.number === "108")?.minutesLeft).toBe(30);
  });
});

describe("how well it has gone", () => {
  it("counts the invoices attached and the AWBs made outside MEGZO, of the last 30 days' orders", async () => {
    const { db } = open;
    const old = new Date(now.getTime() - 31 * 86_400_000);
    const [invoiced = "", ours = "", adopted = ""] = [
      await plant("other", { id: "201", status: "finalised" }),
      await plant("other", { id: "202", status: "finalised" }),
      await plant("other", { id: "203", status: "finalised" }),
      await plant("other", { id: "204", status: "finalised", fulfilment: "channel" }),
      await plant("other", { id: "205", status: "finalised" }, { receivedAt: old }),
    ];
    const parcel = { shipmentNumber: "1", createdAt: now };
    await db.insert(parcels).values([
      { ...parcel, orderId: ours, origin: "created" },
      { ...parcel, orderId: adopted, origin: "adopted" },
    ]);
    const keys = [{ type: "Invoice", number: "INV1" }];
    for (const orderId of [invoiced, ours])
      await addInvoices(db, { orderId, keys, now, token: () => `token-${orderId}` });
    await db.update(invoices).set({ attachedAt: now }).where(sql`order_id = ${invoiced}`);
    const figures = await readOwedFigures(db, owners.get("other")?.sellerId ?? "", now);
    // 201 has no parcel of ours although it is finished, 203's was found on eMAG; 204 is eMAG's own to ship.
    expect(figures).toEqual({ finalised: 4, withInvoice: 1, parcels: 2, parcelsElsewhere: 2 });
  });
});
