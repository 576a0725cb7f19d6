import { describe, expect, it } from "vitest";
import { ConnectorError } from "@/lib/connectors/contract";
import { openClient } from "@/lib/connectors/emag/client";
import { answer, exampleOrder, refusal, type Script, scripted, success } from "@/lib/connectors/emag/scripted";
import { settingsSchema } from "@/lib/connectors/emag/settings";
import { HttpFailure } from "@/lib/connectors/http";

const html = answer("<html><body>Service unavailable</body></html>", 200, { "content-type": "text/html" });
const ref = { id: "501000001", fulfilment: "seller" as const };

async function failure(
  work: Promise<unknown>,
): Promise<{ code: string; kind: string; params: Record<string, string> }> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConnectorError)) throw new Error(`no connector error but ${String(error)}`);
  return error.problem;
}

const read = (script: Script) => failure(scripted([script]).channel.readOrder(ref.id));
const write = (script: Script) => failure(scripted([script]).channel.pushStock([{ offerId: "433", quantity: 1 }]));

describe("what an answer means", () => {
  const ip = "ERROR: Invalid vendor ip [203.0.113.7]";
  const rights = "You are not allowed to use this API.";
  it.each<[string, Script, string, string]>([
    ["wrong credentials, 403", refusal(rights, 403), "credentials-refused auth", "credentials-refused auth"],
    ["wrong credentials, 401", answer("", 401), "credentials-refused auth", "credentials-refused auth"],
    ["wrong credentials, 200", refusal(`ERROR: ${rights}`), "credentials-refused auth", "credentials-refused auth"],
    ["undeclared address, 200", refusal(ip), "address-not-declared auth", "address-not-declared auth"],
    ["undeclared address, 403", refusal({ text: ip }, 403), "address-not-declared auth", "address-not-declared auth"],
    ["refused, 200", refusal("ERROR: no"), "refused rejected", "refused rejected"],
    ["refused, 400", refusal("ERROR: no", 400), "refused rejected", "refused rejected"],
    ["bare message, 400", answer({ message: "Invalid content" }, 400), "refused rejected", "refused rejected"],
    ["too many", answer({ message: "API rate limit exceeded" }, 429), "limited limited", "limited limited"],
    ["HTML, 200", html, "unexpected-answer transient", "outcome-unknown unknown"],
    ["empty, 200", answer(""), "unexpected-answer transient", "outcome-unknown unknown"],
    ["half of a JSON", answer('{"isError":fal'), "unexpected-answer transient", "outcome-unknown unknown"],
    ["no isError", answer({ results: [] }), "unexpected-answer transient", "outcome-unknown unknown"],
    [
      "isError as text",
      answer({ isError: "false", results: [] }),
      "unexpected-answer transient",
      "outcome-unknown unknown",
    ],
    ["408", answer("{}", 408), "unreachable transient", "outcome-unknown unknown"],
    ["500 with envelope", refusal("ERROR: oops", 500), "unreachable transient", "outcome-unknown unknown"],
    ["502", answer("Bad Gateway", 502), "unreachable transient", "outcome-unknown unknown"],
    ["time-out", new HttpFailure("timeout", true, "30 s"), "unreachable transient", "outcome-unknown unknown"],
    ["reset", new HttpFailure("reset", true, "reset"), "unreachable transient", "outcome-unknown unknown"],
    ["not sent", new HttpFailure("connect", false, "refused"), "unreachable transient", "unreachable transient"],
  ])("%s", async (_name, script, onRead, onWrite) => {
    const [r, w] = [await read(script), await write(script)];
    expect(`${r.code} ${r.kind}`).toBe(onRead);
    expect(`${w.code} ${w.kind}`).toBe(onWrite);
  });

  it("says what eMAG said, without its prefix, and which address must be declared", async () => {
    expect((await write(refusal("ERROR: Offer 9 not found"))).params).toEqual({ message: "Offer 9 not found" });
    expect((await write(refusal({ field: "stock", message: "too high" }))).params).toEqual({
      message: "stock: too high",
    });
    expect((await read(refusal(ip))).params).toEqual({ ip: "203.0.113.7" });
  });
});

describe("repeating", () => {
  it("reads again after a passing failure, with a pause, and never a write", async () => {
    const { channel, sent, turns, pauses } = scripted([answer("", 502), html, success([exampleOrder()])]);
    expect((await channel.readOrder(ref.id))?.order.id).toBe(ref.id);
    expect([sent.length, turns.length, pauses.length]).toEqual([3, 3, 2]);
    for (const script of [answer("", 502), html, answer("", 429), new HttpFailure("connect", false, "")]) {
      const writing = scripted([script]);
      for (const work of [
        writing.channel.acknowledgeOrder(ref),
        writing.channel.finaliseOrder(ref, exampleOrder({ status: 2 })),
        writing.channel.attachInvoice(ref, { name: "F", url: "https://files.example.ro/f.pdf" }),
        writing.channel.pushStock([{ offerId: "1", quantity: 1 }]),
      ]) {
        await failure(work);
      }
      expect(writing.sent.length).toBe(4);
    }
  });

  it("gives up after three tries, and at once on what will not pass", async () => {
    const passing = scripted([answer("", 503)]);
    await failure(passing.channel.readOrder(ref.id));
    expect(passing.sent.length).toBe(3);
    const lasting = scripted([refusal("no")]);
    await failure(lasting.channel.readOrder(ref.id));
    expect(lasting.sent.length).toBe(1);
  });

  it("waits as long as eMAG asks after too many requests, but not longer than five seconds", async () => {
    const short = scripted([answer("{}", 429, { "retry-after": "2" }), success([exampleOrder()])]);
    await short.channel.readOrder(ref.id);
    expect(short.pauses).toEqual([2000]);
    const long = scripted([answer("{}", 429, { "retry-after": "60" })]);
    expect((await failure(long.channel.readOrder(ref.id))).params).toEqual({ seconds: "60" });
    expect([long.sent.length, long.pauses.length]).toEqual([1, 0]);
  });
});

describe("requests", () => {
  it("carries filters at the top, entities in a list, and the credentials in UTF-8", async () => {
    const { channel, sent } = scripted([success([exampleOrder()])]);
    await channel.readOrder(ref.id);
    await channel.pushStock([{ offerId: "433", quantity: 12 }]);
    expect(sent[0]?.json).toEqual({ id: 501000001, type: 3 });
    expect(sent[1]?.json).toEqual({ data: [{ id: 433, stock: [{ warehouse_id: 1, value: 12 }] }] });
    const login = sent[0]?.headers?.Authorization?.replace("Basic ", "") ?? "";
    expect(Buffer.from(login, "base64").toString("utf8")).toBe("api@carpatic.example:parolă");
    expect([sent[0]?.timeoutMs, sent[1]?.timeoutMs]).toEqual([30_000, 60_000]);
  });

  it("sends bare lists where the seller's account wants them", async () => {
    const { channel, sent } = scripted([success()], { saveWrapper: "bare" });
    await channel.pushStock([{ offerId: "433", quantity: 0 }]);
    expect(sent[0]?.json).toEqual([{ id: 433, stock: [{ warehouse_id: 1, value: 0 }] }]);
  });

  it("takes its turn in the right budget before every call", async () => {
    const { channel, sent, turns } = scripted([success([exampleOrder()])]);
    await channel.readOrder(ref.id);
    await channel.acknowledgeOrder(ref);
    await channel.finaliseOrder(ref, exampleOrder({ status: 2 }));
    await channel.listAttachments({ ...ref });
    await channel.pushStock([{ offerId: "1", quantity: 1 }]);
    expect(sent.map(({ route }, index) => `${route} ${turns[index]}`)).toEqual([
      "order/read orders",
      "order/acknowledge/501000001 orders",
      "order/save orders",
      "order/attachments/read rest",
      "offer/save rest",
    ]);
  });

  it("keeps the documented limits, or those that eMAG granted the account instead", async () => {
    const granted = { perSecond: 30, perMinute: 1800 };
    expect(await limitsKept()).toEqual([
      { perSecond: 12, perMinute: 720 },
      { perSecond: 3, perMinute: 180 },
    ]);
    expect(await limitsKept({ orders: granted })).toEqual([granted, { perSecond: 3, perMinute: 180 }]);
    expect(await limitsKept({ rest: granted })).toEqual([{ perSecond: 12, perMinute: 720 }, granted]);
    expect(settingsSchema.safeParse({ baseUrl, limits: { orders: { perSecond: 0, perMinute: 1 } } }).success).toBe(
      false,
    );
  });
});

const baseUrl = "https://marketplace-api.emag.ro/api-3";

/** The limits an order call and another one took their turns in. */
async function limitsKept(limits?: object): Promise<object[]> {
  const kept: object[] = [];
  const client = openClient({
    settings: settingsSchema.parse({ baseUrl, limits }),
    credentials: { username: "api@carpatic.example", password: "secret" },
    context: {
      now: () => new Date("2026-09-01T08:00:00Z"),
      sleep: async () => {},
      http: async () => success(),
      takeTurn: async (_bucket, limit) => {
        kept.push(limit);
      },
    },
  });
  await client.read("order/read", {});
  await client.read("awb/read", {});
  return kept;
}
