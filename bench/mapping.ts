/** `npx tsx bench/mapping.ts`: what one Sales Order costs to build on one core, and a preview's share of 200 of them. */

import { generateOrder, seeded } from "../lib/domain/documents/generate-order";
import { assembleSalesOrder } from "../lib/domain/documents/sales-order";
import { compileMapping } from "../lib/domain/mappings/evaluate";
import { standardMappings } from "../lib/domain/mappings/standard";
import { fieldsFor } from "../lib/domain/mappings/targets";
import { orderSettings } from "../lib/domain/settings";
import { buildSalesOrder } from "../lib/flows/mappings/build-sales-order";

const settings = orderSettings.parse({
  orderType: "EM",
  customerId: "EMAG",
  warehouseId: "MAIN",
  shippingItemId: "S",
  voucherItemId: "V",
  depositItemId: "D",
});
const standard = standardMappings["sales-order"];
const random = seeded(1);
const inputs = Array.from({ length: 2000 }, () => ({
  order: generateOrder(random, 20),
  settings,
  channelSlug: "emag-ro",
  itemOf: (line: { sku: string }) => line.sku || "X",
}));

const prepared = compileMapping(standard, "1", fieldsFor([], []));
for (const input of inputs) assembleSalesOrder(prepared, input);
const cpu = process.cpuUsage();
for (const input of inputs) assembleSalesOrder(prepared, input);
const { user, system } = process.cpuUsage(cpu);
console.log(`one Sales Order of 20 lines: ${((user + system) / 1000 / inputs.length).toFixed(3)} ms of one core`);

const expression = {
  target: "description",
  source: { from: "expression" as const, code: '"eMAG " & order.id' },
  transforms: [],
};
const rules = [...standard.rules.filter(({ target }) => target !== "description"), expression];
const withExpression = compileMapping({ ...standard, rules }, "2", fieldsFor([], []));
const started = performance.now();
for (const input of inputs.slice(0, 200)) {
  await buildSalesOrder(withExpression, input);
  await buildSalesOrder(prepared, input);
}
console.log(`200 orders by draft (one expression) and published: ${Math.round(performance.now() - started)} ms`);
process.exit(0);
