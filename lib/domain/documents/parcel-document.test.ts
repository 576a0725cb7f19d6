import { describe, expect, it } from "vitest";
import { assembleParcel, type ParcelInput } from "@/lib/domain/documents/parcel-document";
import { compileMapping } from "@/lib/domain/mappings/evaluate";
import { type Mapping, mappingSchema, type Rule } from "@/lib/domain/mappings/rule";
import { standardMappings } from "@/lib/domain/mappings/standard";
import { targetFieldsOf } from "@/lib/domain/mappings/targets";
import { sampleOrder } from "@/lib/domain/orders/sample-order";

const standard = standardMappings.shipment;
const shipment = { number: "000012", packages: 2, weight: "1.250" };
const build = (mapping: Mapping, input: Partial<ParcelInput> = {}) =>
  assembleParcel(compileMapping(mapping, "2", targetFieldsOf("shipment", [], [])), {
    order: sampleOrder(),
    raw: {},
    shipment,
    ...input,
  });
const withRule = (rule: Omit<Rule, "transforms"> & { transforms?: Rule["transforms"] }): Mapping =>
  mappingSchema.parse({ ...standard, rules: [...standard.rules.filter(({ target }) => target !== rule.target), rule] });

describe("version 1 of the parcel's mapping", () => {
  it("takes the order's address, the ERP's packages and weight, and the order's number as note", () => {
    const { shipping, id } = sampleOrder();
    expect(build(standard)).toEqual({
      receiver: {
        name: sampleOrder().buyer.name,
        contact: shipping.contact,
        phone: shipping.phone,
        street: shipping.street,
        postalCode: shipping.postalCode || null,
      },
      parcels: 2,
      weight: "1.250",
      note: id,
    });
  });

  it("sends one parcel to a locker, and the contact's name where the buyer's is too short for eMAG", () => {
    const { buyer, delivery } = sampleOrder();
    const locker = sampleOrder({ delivery: { ...delivery, lockerId: "L-1" }, buyer: { ...buyer, name: "Al" } });
    expect(build(standard, { order: locker })).toMatchObject({
      parcels: 1,
      receiver: { name: locker.shipping.contact },
    });
  });

  it("cuts what is longer than eMAG takes, and leaves an unknown weight to it", () => {
    const { shipping } = sampleOrder();
    const long = sampleOrder({ shipping: { ...shipping, street: "Strada ".repeat(60) } });
    const made = build(standard, { order: long, shipment: { ...shipment, weight: null } });
    expect(made).toMatchObject({ weight: null });
    expect("receiver" in made && made.receiver.street.length).toBeLessThanOrEqual(255);
  });
});

describe("a rule of a parcel", () => {
  it("fills the note from the raw JSON and the shipment's number", () => {
    const note = withRule({
      target: "note",
      source: { from: "template", text: "{raw.observation} / {shipment.number}" },
    });
    expect(build(note, { raw: { observation: "Fragil" } })).toMatchObject({ note: "Fragil / 000012" });
  });

  it("that leaves a needed field empty or gives it the wrong type is refused by the field's name", () => {
    const empty = withRule({ target: "receiver.phone", source: { from: "path", path: "raw.nothing" } });
    expect(build(empty)).toMatchObject({ code: "mapping-empty", params: { field: "receiver.phone", version: "2" } });
    const wrong = withRule({ target: "parcels", source: { from: "constant", value: "two" } });
    expect(build(wrong)).toMatchObject({ code: "mapping-value", params: { field: "parcels" } });
  });
});
