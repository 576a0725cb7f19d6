import { describe, expect, it } from "vitest";
import { isNoEntity, refusalOf, transportFailure } from "@/lib/connectors/acumatica/failure";
import { answerOf, exception, type Reply } from "@/lib/connectors/acumatica/scripted-erp";
import { HttpFailure } from "@/lib/connectors/http";

const html: Reply = { status: 503, text: "<html>Service Unavailable</html>" };
const lock = exception("Another process has updated the 'SOOrder' record.", "PX.Data.PXLockViolationException");
const deadlock = exception("Transaction was deadlocked on lock resources.", "System.Data.SqlClient.SqlException");
const timeout = exception("Execution Timeout Expired.", "System.Data.SqlClient.SqlException");
const aborted = exception("Thread was being aborted.", "System.Threading.ThreadAbortException");
const optimiser = exception(
  "Optimization cannot be performed.",
  "PX.Api.ContractBased.OptimizedExport.CannotOptimizeException",
);
const duplicate =
  "The same customer order number is used in the EM000001 sales order. Specify another customer order number.";
const noRights = { message: "You have insufficient rights to access the Sales Order (SO301000) form." };

const table: [what: string, reply: Reply, read: string, write: string][] = [
  ["bad request", { status: 400, json: exception("bad") }, "refused rejected", "refused rejected"],
  ["401 again after a new sign-in", { status: 401 }, "credentials-refused auth", "credentials-refused auth"],
  ["no rights", { status: 403, json: noRights }, "rights-missing rejected", "rights-missing rejected"],
  ["unknown route", { status: 404 }, "refused rejected", "refused rejected"],
  ["wrong verb", { status: 405 }, "refused rejected", "refused rejected"],
  ["not acceptable", { status: 406 }, "refused rejected", "refused rejected"],
  ["no length", { status: 411 }, "refused rejected", "refused rejected"],
  ["precondition", { status: 412 }, "refused rejected", "refused rejected"],
  ["licence limit", { status: 429 }, "limited limited", "limited limited"],
  ["no seat, 500", { status: 500, json: exception("API Login Limit") }, "seats-taken limited", "seats-taken limited"],
  ["no seat, plain text", { status: 429, text: "concurrent API logins" }, "seats-taken limited", "seats-taken limited"],
  ["lock violation", { status: 500, json: lock }, "unexpected-answer transient", "unexpected-answer transient"],
  ["deadlock", { status: 500, json: deadlock }, "unexpected-answer transient", "unexpected-answer transient"],
  ["SQL timeout", { status: 500, json: timeout }, "unexpected-answer transient", "outcome-unknown unknown"],
  ["aborted thread", { status: 500, json: aborted }, "unexpected-answer transient", "outcome-unknown unknown"],
  [
    "business exception",
    { status: 500, json: exception("The document is Open.") },
    "refused rejected",
    "refused rejected",
  ],
  ["optimiser", { status: 500, json: optimiser }, "refused rejected", "refused rejected"],
  [
    "forbidden duplicate",
    { status: 500, json: exception(duplicate) },
    "duplicate-refused rejected",
    "duplicate-refused rejected",
  ],
  ["bare 500", { status: 500, text: "{}" }, "unexpected-answer transient", "outcome-unknown unknown"],
  ["500 page", { ...html, status: 500 }, "unexpected-answer transient", "outcome-unknown unknown"],
  ["502", { ...html, status: 502 }, "unexpected-answer transient", "outcome-unknown unknown"],
  ["503", html, "unexpected-answer transient", "outcome-unknown unknown"],
  ["504", { ...html, status: 504 }, "unexpected-answer transient", "outcome-unknown unknown"],
  ["redirect", { status: 302 }, "unexpected-answer transient", "outcome-unknown unknown"],
];

const short = (reply: Reply, effect: "read" | "write") => {
  const found = refusalOf(answerOf(reply), effect)?.problem;
  return found ? `${found.code} ${found.kind}` : "fine";
};

describe("what an answer of the ERP means", () => {
  it.each(table)("%s", (_what, reply, read, write) => {
    expect(short(reply, "read")).toBe(read);
    expect(short(reply, "write")).toBe(write);
  });

  it("takes 2xx for no failure and a missing record for none either", () => {
    expect(short({ status: 204 }, "write")).toBe("fine");
    const none = exception(
      "No entity satisfies the condition.",
      "PX.Api.ContractBased.NoEntitySatisfiesTheConditionException",
    );
    expect(isNoEntity(answerOf({ status: 500, json: none }))).toBe(true);
    expect(isNoEntity(answerOf({ status: 500, json: lock }))).toBe(false);
  });

  it("shows the innermost message and never a stack trace", () => {
    const json = exception(
      "Error: Inserting 'Sales Order'",
      "PX.Data.PXOuterException",
      exception("Period is closed."),
    );
    const refusal = refusalOf(answerOf({ status: 500, json }), "write");
    expect(refusal?.problem.params.message).toBe("Period is closed.");
    expect(JSON.stringify(refusal?.problem)).not.toContain("PX.Secret");
  });

  it("names the form a right is missing on", () => {
    expect(refusalOf(answerOf({ status: 403, json: noRights }), "write")?.problem.params).toEqual({
      form: "Sales Order (SO301000)",
    });
  });
});

describe("what the fields of a refused document say", () => {
  const refused = (fields: object) => {
    const json = { error: "Inserting  'Sales Order' record raised at least one error.", ...fields, custom: {} };
    return refusalOf(answerOf({ status: 422, json }), "write")?.problem;
  };
  const unknown = (value: string) => ({ value, error: "'It' cannot be found in the system." });

  it("names every unknown item", () => {
    const row = (id: string) => ({
      error: "Inserting  'Line' record raised at least one error.",
      InventoryID: unknown(id),
    });
    const found = refused({ Details: [row("NOPE"), { InventoryID: { value: "OK" } }, row("NADA ")] });
    expect(found).toMatchObject({ code: "item-unknown", kind: "rejected", params: { item: "NOPE, NADA" } });
  });

  it("tells customer, warehouse and order type apart", () => {
    expect(refused({ CustomerID: unknown("X") })).toMatchObject({
      code: "customer-unknown",
      params: { customer: "X" },
    });
    expect(refused({ Details: [{ WarehouseID: unknown("W") }] })).toMatchObject({
      code: "warehouse-unknown",
      params: { warehouse: "W" },
    });
    expect(refused({ OrderType: unknown("ZZ") })).toMatchObject({
      code: "order-type-unknown",
      params: { orderType: "ZZ" },
    });
  });

  it("recognises the ERP's own refusal of a second document", () => {
    expect(refused({ CustomerOrder: { value: "1", error: duplicate } })?.code).toBe("duplicate-refused");
  });

  it("passes any other field on with its message", () => {
    expect(refused({ ShipToAddress: { State: unknown("XX") } })).toMatchObject({
      code: "field-refused",
      params: { field: "ShipToAddress/State", message: "'It' cannot be found in the system." },
    });
    expect(refused({})).toMatchObject({ code: "refused", kind: "rejected" });
  });
});

describe("what a failed connection means", () => {
  it("is harmless when nothing was sent, and unknown for a write that was", () => {
    const closed = new HttpFailure("connect", false, "refused");
    const cut = new HttpFailure("reset", true, "cut");
    expect(transportFailure(closed, "write").problem.kind).toBe("transient");
    expect(transportFailure(cut, "write").problem).toMatchObject({ code: "outcome-unknown", kind: "unknown" });
    expect(transportFailure(cut, "read").problem.kind).toBe("transient");
    expect(transportFailure(new HttpFailure("too-large", true, "long"), "read").problem.kind).toBe("rejected");
  });
});
