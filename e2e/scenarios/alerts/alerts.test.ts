import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readAlerts } from "@/lib/db/alerts/alerts";
import { connections, offers, orders, sellers } from "@/lib/db/schema";
import { problem } from "@/lib/domain/problem";
import { raiseAlerts } from "@/lib/flows/alerts/raise-alerts";
import { saveAlertSettings } from "@/lib/flows/alerts/save-alert-settings";
import { sendAlerts, sendTestAlert } from "@/lib/flows/alerts/send-alerts";
import type { FlowContext } from "@/lib/flows/engine/context";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { createMailer } from "@/lib/mailer";
import { openOutbound } from "@/lib/outbound";
import { problemWords } from "@/lib/text/failures/problem-words";
import { type Mailbox, openMailbox } from "../../support/browser/mailbox";
import { placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;
let mailbox: Mailbox;
let receiver: Server;
let receiverStatus = 200;
const calls: { body: string; signature: string }[] = [];
let ctx: FlowContext;
let sellerId = "";
let minutes = 0;

beforeAll(async () => {
  [harness, mailbox] = await Promise.all([startHarness(), openMailbox()]);
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      calls.push({ body, signature: String(request.headers["x-megzo-signature"]) });
      response.writeHead(receiverStatus).end();
    });
  });
  await new Promise<void>((ready) => receiver.listen(0, "127.0.0.1", ready));
  process.env.SMTP_URL = mailbox.url;
  const address = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  // The clock is turned by hand, so that a digest's pause need not be waited for.
  const now = () => new Date(Date.now() + minutes * 60_000);
  ctx = { ...harness.ctx, now, mailer: createMailer(), http: openOutbound([address]) };
  const [seller] = await harness.ctx.db.select().from(sellers);
  sellerId = seller?.id ?? "";
});
afterEach(() => {
  receiverStatus = 200;
  mailbox.letters.length = 0;
  calls.length = 0;
});
afterAll(async () => {
  receiver?.close();
  await mailbox?.stop();
  await harness?.stop();
});

const look = async () => {
  await raiseAlerts(ctx);
  await sendAlerts(ctx);
};
const later = (by: number) => {
  minutes += by;
};
const configure = (settings: object) => saveAlertSettings(ctx, { sellerId, settings });
const hook = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/alerts`;
/** The text of a letter as it is read (quoted-printable, RFC 2045 §6.7). */
const unfold = (letter: string) => {
  const bytes = letter.replaceAll("=\n", "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => `%${hex}`);
  return bytes.replace(/(%[0-9A-F]{2})+/g, decodeURIComponent);
};
const refusal = problem("credentials-refused", "auth");
const kindsOpen = async () => (await readAlerts(ctx.db, sellerId, ctx.now())).open.map(({ kind }) => kind);

describe("A seller is told", () => {
  let orderId = "";

  it("without having set anything, once, by mail, that an order waits for a person, without the buyer's name", async () => {
    await harness.tick();
    await harness.ctx.db.update(offers).set({ itemId: "NO-SUCH-ITEM" });
    orderId = await placeOrder(harness);
    await harness.tickUntil(async () => {
      await raiseAlerts(ctx);
      return (await kindsOpen()).includes("needs-person");
    });
    await sendAlerts(ctx);
    expect(mailbox.letters).toHaveLength(1);
    const letter = unfold(mailbox.letters[0] ?? "");
    expect(letter).toContain(problemWords.ro.texts["item-unknown"].title.replace("{item}", "NO-SUCH-ITEM"));
    expect(letter).toContain("To: admin@carpatic.example");
    const [order] = await harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, orderId));
    expect(letter).not.toContain(order?.buyerName ?? "");
    await configure({ language: "en", muted: ["heartbeat-late"] });
    later(60);
    await look();
    expect(mailbox.letters).toHaveLength(1);
  });

  it("and nothing is written while it goes on as it was: a thousand sellers' alerts would be a thousand writes a minute", async () => {
    const written = () => ctx.sql`select id, xmin::text from alerts where closed_at is null order by id`;
    await raiseAlerts(ctx);
    const before = [...(await written())];
    expect(before.length).toBeGreaterThan(0);
    await raiseAlerts(ctx);
    expect([...(await written())]).toEqual(before);
  });

  it("that it is over, once it is cured, with how long it lasted", async () => {
    await harness.ctx.db.update(offers).set({ itemId: null });
    const [order] = await harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, orderId));
    await retryStep(harness.ctx, { orderId: order?.id ?? "" });
    await harness.tickUntil(async () => (await salesOrdersOf(harness, orderId)).length === 1);
    later(60);
    await look();
    const ends = mailbox.letters.map(unfold).filter((letter) => letter.includes("over since"));
    expect(ends).toHaveLength(1);
    expect(await kindsOpen()).not.toContain("needs-person");
  });

  it("by a signed call, which a receiver can check, and again after the receiver was down", async () => {
    const { secret } = await configure({ mail: false, webhookUrl: hook() });
    expect(secret).toBeTruthy();
    expect((await configure({ mail: false, webhookUrl: hook() })).secret).toBeNull();
    receiverStatus = 503;
    await harness.ctx.db.update(offers).set({ held: true });
    later(60);
    await look();
    expect(calls).toHaveLength(1);
    receiverStatus = 200;
    later(60);
    await look();
    expect(calls).toHaveLength(2);
    const [, { body, signature } = { body: "", signature: "" }] = calls;
    const [, time = "", given = ""] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
    expect(
      createHmac("sha256", secret ?? "")
        .update(`${time}.${body}`)
        .digest("hex"),
    ).toBe(given);
    expect(JSON.parse(body).opened).toMatchObject([{ kind: "brake-held" }]);
    later(60);
    await look();
    expect(calls).toHaveLength(2);
  });

  it("nothing in the quiet hours, and all of it when they end", async () => {
    const local = (date: Date) =>
      new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Bucharest", hour: "2-digit", minute: "2-digit" }).format(
        date,
      );
    const inMinutes = (by: number) => local(new Date(ctx.now().getTime() + by * 60_000));
    await harness.ctx.db.update(offers).set({ held: false });
    later(60);
    await configure({ mail: false, webhookUrl: hook(), quietFrom: inMinutes(-5), quietTo: inMinutes(60) });
    await look();
    expect(calls).toHaveLength(0);
    later(61);
    await look();
    expect(JSON.parse(calls[0]?.body ?? "{}").ended).toMatchObject([{ kind: "brake-held" }]);
  });

  it("nothing of a kind they do not want to hear of", async () => {
    await configure({ mail: false, webhookUrl: hook(), muted: ["brake-held", "heartbeat-late"] });
    await harness.ctx.db.update(offers).set({ held: true });
    later(60);
    await look();
    expect(calls).toHaveLength(0);
    expect(await kindsOpen()).toContain("brake-held");
  });

  it("with a test at any time, and what went wrong with it", async () => {
    receiverStatus = 500;
    expect((await sendTestAlert(ctx, sellerId)).failures).toEqual([expect.stringContaining("answered 500")]);
    receiverStatus = 200;
    expect(await sendTestAlert(ctx, sellerId)).toEqual({ ways: 1, failures: [] });
    expect(JSON.parse(calls[1]?.body ?? "{}").type).toBe("test");
  });
});

describe("A digest", () => {
  it("waits the minutes the seller chose, and then tells all that happened meanwhile at once", async () => {
    await harness.ctx.db.update(offers).set({ held: false });
    await ctx.db.update(connections).set({ pauseProblem: null });
    later(60);
    await configure({ mail: false, webhookUrl: hook(), digestMinutes: 30, muted: ["heartbeat-late"] });
    await look();
    calls.length = 0;
    later(31);
    await harness.ctx.db.update(offers).set({ held: true });
    await look();
    expect(calls.map(({ body }) => JSON.parse(body).opened.length)).toEqual([1]);
    await ctx.db.update(connections).set({ pauseProblem: refusal }).where(eq(connections.slug, "erp"));
    later(10);
    await look();
    await harness.ctx.db.update(offers).set({ held: false });
    later(10);
    await look();
    expect(calls).toHaveLength(1);
    later(11);
    await look();
    expect(calls).toHaveLength(2);
    const { opened, ended } = JSON.parse(calls[1]?.body ?? "{}");
    expect(opened).toMatchObject([{ kind: "connection-down", params: { connection: "erp" } }]);
    expect(ended).toMatchObject([{ kind: "brake-held" }]);
    await ctx.db.update(connections).set({ pauseProblem: null });
    await raiseAlerts(ctx);
    expect(await kindsOpen()).not.toContain("connection-down");
  });
});
