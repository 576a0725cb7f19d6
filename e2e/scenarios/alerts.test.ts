import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readAlerts } from "@/lib/db/alerts";
import { offers, orders, sellers } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/context";
import { raiseAlerts } from "@/lib/flows/raise-alerts";
import { retryStep } from "@/lib/flows/retry-step";
import { saveAlertSettings } from "@/lib/flows/save-alert-settings";
import { sendAlerts, sendTestAlert } from "@/lib/flows/send-alerts";
import { openPost } from "@/lib/mail";
import { openOutbound } from "@/lib/outbound";
import { placeOrder, salesOrdersOf } from "../support/books";
import { type Mailbox, openMailbox } from "../support/mailbox";
import { type Stage, startStage } from "../support/stage";

let stage: Stage;
let mailbox: Mailbox;
let receiver: Server;
let receiverStatus = 200;
const calls: { body: string; signature: string }[] = [];
let ctx: FlowContext;
let sellerId = "";
let minutes = 0;

beforeAll(async () => {
  [stage, mailbox] = await Promise.all([startStage(), openMailbox()]);
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
  ctx = { ...stage.ctx, now, post: openPost(), http: openOutbound([address]) };
  const [seller] = await stage.ctx.db.select().from(sellers);
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
  await stage?.stop();
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
const unfold = (letter: string) => letter.replaceAll("=\n", "");
const kindsOpen = async () => (await readAlerts(ctx.db, sellerId, ctx.now())).open.map(({ kind }) => kind);

describe("A seller is told", () => {
  let orderId = "";

  it("once, by mail, that an order waits for a person, with the cure and without the buyer", async () => {
    await stage.tick();
    await stage.ctx.db.update(offers).set({ itemId: "NO-SUCH-ITEM" });
    orderId = await placeOrder(stage);
    await configure({ language: "en", muted: ["heartbeat-late"] });
    await stage.tickUntil(async () => {
      await raiseAlerts(ctx);
      return (await kindsOpen()).includes("needs-person");
    });
    await sendAlerts(ctx);
    expect(mailbox.letters).toHaveLength(1);
    const letter = unfold(mailbox.letters[0] ?? "");
    expect(letter).toContain("One order waits for a person");
    expect(letter).toContain("To: admin@carpatic.example");
    const [order] = await stage.ctx.db.select().from(orders).where(eq(orders.channelOrderId, orderId));
    expect(letter).not.toContain(order?.buyerName ?? "");
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
    await stage.ctx.db.update(offers).set({ itemId: null });
    const [order] = await stage.ctx.db.select().from(orders).where(eq(orders.channelOrderId, orderId));
    await retryStep(stage.ctx, { orderId: order?.id ?? "" });
    await stage.tickUntil(async () => (await salesOrdersOf(stage, orderId)).length === 1);
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
    await stage.ctx.db.update(offers).set({ held: true });
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
    await stage.ctx.db.update(offers).set({ held: false });
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
    await stage.ctx.db.update(offers).set({ held: true });
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

describe("Silence", () => {
  it("is noticed where four weeks had orders at this hour, and not in an hour that is always quiet", async () => {
    const [order] = await stage.ctx.db.select().from(orders).limit(1);
    if (!order) throw new Error("no order");
    const { id: _id, ...row } = order;
    const now = ctx.now().getTime();
    const rows = [1, 2, 3, 4].flatMap((week) =>
      Array.from({ length: 5 }, (_, n) => ({
        ...row,
        channelOrderId: `old-${week}-${n}`,
        receivedAt: new Date(now - week * 7 * 86_400_000 - (n + 1) * 20 * 60_000),
      })),
    );
    await stage.ctx.db.insert(orders).values(rows);
    await stage.ctx.db
      .update(orders)
      .set({ receivedAt: new Date(now - 5 * 3_600_000) })
      .where(eq(orders.id, order.id));
    await raiseAlerts(ctx);
    expect(await kindsOpen()).toContain("silence");
    later(12 * 60);
    await raiseAlerts(ctx);
    expect(await kindsOpen()).not.toContain("silence");
  });
});
