import { afterAll, beforeAll, expect, it } from "vitest";
import { emagLedger, erpLedger, placeOrder, staff } from "../../support/exactly-once/ledger";
import { countStatements } from "../../support/exactly-once/statements";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;
let statements: () => number;
beforeAll(async () => {
  harness = await startHarness({ emag: { limits: false } });
  statements = countStatements(harness);
  await harness.tick();
}, 60_000);
afterAll(() => harness?.stop());

const orders = 10;

/**
 * The least a run can ask of the ERP. Each signs in and out and reads the stock. Creating: one look for the whole batch, so
 * that nothing is made twice, and one write each. Finishing, per order: its progress; its shipment for the weight of the
 * parcel; its shipment again right before the tracking number is written, since a row without its id would add a box
 * (acumatica-api.md §4.5), and that write; its invoice; its file twice, since only two equal readings prove the bytes (§7.7).
 */
const session = 2;
const stockRead = 1;
const least = { creating: session + stockRead + 1 + orders, finishing: session + stockRead + 7 * orders };

/** Statements per order, a tick's own shared among ten; measured 26.0 and 63.3. One more in a loop over orders fails. */
const most = { creating: 26.5, finishing: 64 };

const spent = async () => Object.values((await erpLedger(harness)).requests).reduce((sum, count) => sum + count, 0);

async function costOfTick(): Promise<number> {
  const before = await spent();
  await harness.tick();
  return (await spent()) - before;
}

it("orders cost few statements, and the ERP at most a tenth more requests than the least possible, from creation to tracking and invoice", async () => {
  for (let i = 0; i < orders; i += 1) await placeOrder(harness);
  const asked = statements();
  const creating = await costOfTick();
  const statementsToCreate = (statements() - asked) / orders;
  const { salesOrders } = await erpLedger(harness);
  expect(salesOrders).toHaveLength(orders);
  for (const { OrderNbr } of salesOrders) await staff(harness, "all", OrderNbr);
  const askedBefore = statements();
  const finishing = await costOfTick();
  const statementsToFinish = (statements() - askedBefore) / orders;
  const [shop, { shipments }] = await Promise.all([emagLedger(harness), erpLedger(harness)]);
  expect([shop.awbs.length, shop.attachments.filter(({ type }) => type === 1).length]).toEqual([orders, orders]);
  expect(shipments.filter(({ Packages }) => Packages.some(({ TrackingNbr }) => TrackingNbr))).toHaveLength(orders);
  expect(creating / least.creating, `${creating} for ${least.creating}`).toBeLessThanOrEqual(1.1);
  expect(finishing / least.finishing, `${finishing} for ${least.finishing}`).toBeLessThanOrEqual(1.1);
  expect(statementsToCreate).toBeLessThanOrEqual(most.creating);
  expect(statementsToFinish).toBeLessThanOrEqual(most.finishing);
}, 240_000);
