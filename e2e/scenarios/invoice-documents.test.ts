import { describe, expect, it } from "vitest";
import { placeOrder, staff } from "../support/books";
import { invoiceWorld } from "../support/invoice-world";

const world = invoiceWorld();
const { beat, documentsOf, stepOf, attachmentsOf, numberOf, invoicedOrder, until, delivered } = world;

describe("several documents of one order", () => {
  it("covers two shipments with an invoice each: the later one follows although the first was done, none twice", async () => {
    const id = await placeOrder(world.stage, { lines: [{ sku: "MUG-03", quantity: 2 }] });
    await beat();
    const number = await numberOf(id);
    await staff(world.stage, "ship", number, { quantities: { "MUG-03": 1 } });
    for (const step of ["confirm", "invoice", "release", "attach"] as const) await staff(world.stage, step, number);
    await delivered(id);
    expect(await stepOf(id)).toMatchObject({ state: "done" });
    await staff(world.stage, "ship", number);
    for (const step of ["confirm", "invoice", "release"] as const) await staff(world.stage, step, number);
    await beat();
    const [, later] = await documentsOf(id);
    expect(later).toMatchObject({ waitReason: "invoice-file", sha256: null });
    await staff(world.stage, "attach", number, { filename: `${later?.invoiceNumber}.pdf` });
    await until(async () => (await documentsOf(id))[1]?.deliveredAt !== null, "delivered the second invoice");
    const attachments = await attachmentsOf(id);
    expect(attachments.map(({ name }) => name)).toEqual(
      (await documentsOf(id)).map(({ invoiceNumber }) => `Factura ${invoiceNumber}`),
    );
    expect(new Set(attachments.map(({ url }) => url)).size).toBe(2);
    expect(attachments.every(({ saves }) => saves === 1)).toBe(true);
  }, 90_000);

  it.each([[true], [false]])(
    "follows a correction: the credit note and the new invoice go out, the first stays (lines name the order: %s)",
    async (creditNamesOrder) => {
      const id = await invoicedOrder();
      await delivered(id);
      await staff(world.stage, "correct", await numberOf(id), { creditNamesOrder });
      await delivered(id, 3);
      const names = (await attachmentsOf(id)).map(({ name }) => name.replace(/[\d]+$/, ""));
      expect(names[0]).toBe("Factura INV");
      expect([...names].sort()).toEqual(["Factura INV", "Factura INV", "Factura storno CM"]);
      expect(await stepOf(id)).toMatchObject({ state: "done" });
      await beat();
      expect(await attachmentsOf(id)).toHaveLength(3);
    },
    90_000,
  );

  it("never sends an invoice that covers two buyers' orders", async () => {
    const ids = [await placeOrder(world.stage), await placeOrder(world.stage)];
    await beat();
    const shared = [];
    for (const id of ids) {
      const orderNbr = await numberOf(id);
      await staff(world.stage, "ship", orderNbr);
      await staff(world.stage, "confirm", orderNbr);
      shared.push({ orderType: "EM", orderNbr });
    }
    const together = { orders: shared };
    for (const step of ["invoice", "release", "attach"] as const) await staff(world.stage, step, "", together);
    for (let round = 0; round < 3; round += 1) await beat();
    for (const id of ids) {
      expect(await attachmentsOf(id)).toEqual([]);
      expect((await documentsOf(id)).every(({ bytes }) => bytes === null)).toBe(true);
      expect(await stepOf(id)).toMatchObject({ state: "blocked", problem: { code: "invoice-shared" } });
    }
  }, 60_000);
});
