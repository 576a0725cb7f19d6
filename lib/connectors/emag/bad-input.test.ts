import { describe, expect, it } from "vitest";
import { type Channel, ConnectorError } from "@/lib/connectors/contract";
import { answer, exampleOrder, type Script, scripted, success } from "@/lib/connectors/emag/scripted";
import { HttpFailure } from "@/lib/connectors/http";

const seller = { id: "501000001", fulfilment: "seller" as const };

const drain = async (pages: AsyncIterable<unknown[]>): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const page of pages) all.push(...page);
  return all;
};

const reads: Record<string, (channel: Channel) => Promise<unknown>> = {
  "orders by status": (channel) => drain(channel.listOrders({ fulfilment: "seller", status: "new" })),
  "one order": (channel) => channel.readOrder(seller.id),
  documents: (channel) => channel.listAttachments(seller),
  "a parcel": (channel) => channel.readParcel("255700001"),
  "a label": (channel) => channel.readLabel("255700001"),
  offers: (channel) => drain(channel.listOffers()),
  returns: (channel) => drain(channel.listOpenReturns()),
  "courier accounts": (channel) => channel.readLookup("courier-accounts"),
};

const html = (body: string) => answer(body, 200, { "content-type": "text/html" });
const deep = JSON.stringify({ isError: false, results: [exampleOrder()] });

/** Answers that say nothing, whatever was asked. */
const nonsense: Record<string, Script> = {
  "a web page": html("<!doctype html><html><body>Mentenanță</body></html>"),
  nothing: answer(""),
  "half an answer": answer(deep.slice(0, deep.length - 40)),
  "a number": answer("42"),
  null: answer("null"),
  "a list": answer([{ id: 1 }]),
  "isError 0": answer({ isError: 0, results: [] }),
  "an answer without end": new HttpFailure("too-large", true, "the answer is longer than 20971520 bytes"),
};

/** Well-formed success whose results are of no use. */
const wrongTyped: Record<string, unknown> = {
  "rows that are texts": ["x", "y"],
  "rows that are lists": [[1], [2]],
  "rows without an id": [{ status: 1, type: 3 }],
  "ids that are objects": [{ id: { a: 1 }, emag_id: {}, account_id: {}, order_id: {}, request_status: {}, type: {} }],
};

const problemOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    (value) => new Error(`answered ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConnectorError)) throw error;
  return error.problem;
};

describe.each(Object.entries(reads))("reading %s", (_what, read) => {
  it.each(Object.entries(nonsense))("answered by %s is a clear, passing failure", async (_name, script) => {
    const problem = await problemOf(read(scripted([script]).channel));
    expect(problem).toMatchObject({ code: "unexpected-answer", kind: "transient" });
  });
});

describe("results of the wrong type", () => {
  const typed = ["orders by status", "one order", "offers", "returns", "courier accounts"];
  it.each(typed.flatMap((what) => Object.keys(wrongTyped).map((name) => [what, name] as const)))(
    "%s: %s are named by field and nothing of them is used",
    async (what, name) => {
      const problem = await problemOf(
        reads[what]?.(scripted([success(wrongTyped[name])]).channel) ?? Promise.resolve(),
      );
      expect(problem).toMatchObject({ code: "unexpected-answer", kind: "transient" });
      expect(problem.detail).not.toBe("");
    },
  );

  it("of one order never hold up the others, and the one is named", async () => {
    const good = Array.from({ length: 5 }, (_, index) => exampleOrder({ id: 501000010 + index }));
    const bad = [
      exampleOrder({ id: 501000001, products: "none" }),
      exampleOrder({ id: 501000002, shipping_tax: "free" }),
      exampleOrder({ id: 501000003, status: 1, payment_mode_id: 9 }),
      "garbage",
      { type: 3, status: 1 },
    ];
    const { channel } = scripted([success([...bad, ...good])]);
    const orders: string[] = [];
    const reading = (async () => {
      for await (const page of channel.listOrders({ fulfilment: "seller", status: "new" }))
        orders.push(...page.map(({ order }) => order.id));
    })();
    const { detail } = await problemOf(reading);
    expect(orders).toEqual(good.map(({ id }) => String(id)));
    for (const id of ["501000001", "501000002", "501000003"]) expect(detail).toContain(id);
  });

  it("never carry a buyer's data into the failure", async () => {
    const order = exampleOrder({ shipping_tax: "Ana Test", customer: "Ana Test, Str. Exemplu 1" });
    const { detail } = await problemOf(scripted([success([order])]).channel.readOrder(seller.id));
    expect(detail).not.toMatch(/Ana|Exemplu/);
  });
});

describe("orders that move while they are read", () => {
  const order = (id: number) => exampleOrder({ id: 501000000 + id });
  const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => order(from + index));

  it("are all found although one slipped to the page before: a repeated row has the pages read again", async () => {
    // Newest first: order 0 arrives between the pages, 100 comes again, and on the second reading all stand still.
    const pages = [range(1, 100), range(100, 51), range(0, 100), range(100, 51)];
    const { channel, sent } = scripted(pages.map((rows) => success(rows)));
    const ids = await drain(channel.listOrders({ fulfilment: "seller", status: "new" }));
    expect(ids).toHaveLength(151);
    expect(sent).toHaveLength(4);
  });

  it("are read three times at most, however much they move", async () => {
    const { channel, sent } = scripted([
      success(range(1, 100)),
      success(range(90, 20)),
      success(range(1, 100)),
      success(range(80, 20)),
      success(range(1, 100)),
      success(range(70, 20)),
    ]);
    await drain(channel.listOrders({ fulfilment: "seller", status: "new" }));
    expect(sent).toHaveLength(6);
  });
});
