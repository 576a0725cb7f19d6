import { Hono } from "hono";
import { z } from "zod";
import { faultControl } from "@/sandbox/control";
import type { FaultBox } from "@/sandbox/faults";
import { sendCallback } from "./callbacks";
import type { Limiter } from "./limits";
import { setStock, wireOffer } from "./offers";
import { cancelByCustomer, completeOrder, editOrder, requestCancellation } from "./orders/edit-order";
import { placeOrder } from "./orders/generate-order";
import type { Order } from "./orders/order";
import { wireOrder } from "./orders/orders";
import { passTime } from "./orders/passing-time";
import { openRma } from "./orders/rma";
import { readSettings } from "./settings";
import { resetWorld, type World } from "./state";

const quantity = z.number().int().min(0).max(65_535);
const lines = z.array(z.strictObject({ sku: z.string(), quantity })).min(1);
const edit = z.strictObject({ lines });
const offerChange = z.strictObject({ stock: quantity.optional(), partNumber: z.string().optional() });
const clock = z.strictObject({ advanceSeconds: z.number() });
const wish = z.strictObject({
  lines: z.array(z.strictObject({ sku: z.string(), quantity: quantity.min(1) })).optional(),
  payment: z.enum(["cod", "card", "transfer"]).optional(),
  company: z.boolean().optional(),
  locker: z.boolean().optional(),
  voucher: z.boolean().optional(),
  shippingVoucher: z.boolean().optional(),
  deposit: z.boolean().optional(),
  isComplete: z.boolean().optional(),
  type: z.union([z.literal(2), z.literal(3)]).optional(),
  shippingTax: z.number().nonnegative().optional(),
  reverseCharge: z.boolean().optional(),
  deliveryMode: z.string().optional(),
  couriers: z.array(z.string()).nullable().optional(),
  phone: z.string().optional(),
  unknownFields: z.boolean().optional(),
});

/** The twin's control API, mounted under `/_sandbox`: outside the wire space, no authentication, plain JSON. */
export function controlRoutes(world: World, box: FaultBox, limiter: Limiter): Hono {
  const app = new Hono();
  app.onError((error, c) =>
    c.json({ message: error instanceof z.ZodError ? z.prettifyError(error) : `${error}` }, 400),
  );
  app.route("/", faultControl("emag", box));
  app.route("/orders", orderRoutes(world));
  app.get("/state", (c) => c.json(snapshot(world)));
  app.get("/settings", (c) => c.json(world.settings));
  app.put("/settings", async (c) => {
    const patch: unknown = await c.req.json();
    world.settings = readSettings({ ...world.settings, ...(patch as object) });
    return c.json(world.settings);
  });
  app.put("/offers/:id", async (c) => {
    const offer = world.state.offers.get(Number(c.req.param("id")));
    if (!offer) return c.json({ message: "unknown offer" }, 404);
    const change = offerChange.parse(await c.req.json());
    if (change.stock !== undefined) setStock(world, offer, change.stock, "somebody on eMAG");
    // The seller uses an offer's id again for another product (§4.12).
    if (change.partNumber !== undefined) offer.part_number = change.partNumber;
    return c.json(wireOffer(world, offer));
  });
  app.post("/rmas", async (c) => {
    const { orderId } = z.strictObject({ orderId: z.number() }).parse(await c.req.json());
    const rma = openRma(world, orderId);
    return typeof rma === "string" ? c.json({ message: rma }, 409) : c.json(rma, 201);
  });
  app.post("/clock", async (c) => {
    world.state.clockOffsetMs += clock.parse(await c.req.json()).advanceSeconds * 1000;
    await passTime(world);
    return c.json({ now: world.stamp() });
  });
  app.post("/reset", (c) => {
    resetWorld(world);
    box.clear();
    limiter.clear();
    return c.json({ now: world.stamp() });
  });
  return app;
}

function orderRoutes(world: World): Hono {
  const app = new Hono();
  app.post("/", async (c) => {
    const text = await c.req.text();
    const order = placeOrder(world, wish.parse(text ? JSON.parse(text) : {}));
    return typeof order === "string" ? c.json({ message: order }, 409) : c.json(wireOrder(world, order), 201);
  });
  app.post("/:id/:deed", async (c) => {
    const order = world.state.orders.get(Number(c.req.param("id")));
    if (!order) return c.json({ message: "unknown order" }, 404);
    const body = await c.req.text();
    const problem = perform(world, order, c.req.param("deed"), body ? JSON.parse(body) : {});
    return problem === null ? c.json(wireOrder(world, order)) : c.json({ message: problem }, 409);
  });
  return app;
}

/** What a person does to an order from outside the API; a sentence when it is not possible now. */
function perform(world: World, order: Order, deed: string, body: unknown): string | null {
  switch (deed) {
    case "cancel": {
      const problem = cancelByCustomer(world, order);
      if (problem === null) sendCallback(world, "cancellation", order.id);
      return problem;
    }
    case "request-cancellation":
      return requestCancellation(world, order);
    case "edit":
      return editOrder(world, order, edit.parse(body).lines);
    case "complete":
      completeOrder(world, order);
      return null;
    default:
      return `unknown deed ${deed}`;
  }
}

/** Everything a test may want to count, in the twin's own terms. */
function snapshot(world: World): unknown {
  const { state } = world;
  const refusals = Object.values(state.requests).map((counter) => counter.byStatus["429"] ?? 0);
  return {
    now: world.stamp(),
    orders: [...state.orders.values()].map((order) => wireOrder(world, order)),
    attachments: state.attachments,
    awbs: [...state.awbs.values()],
    offers: [...state.offers.values()].map((offer) => wireOffer(world, offer)),
    rmas: state.rmas,
    stockWrites: state.stockWrites,
    callbacks: state.callbacks,
    requests: state.requests,
    rateLimited: refusals.reduce((sum, count) => sum + count, 0),
  };
}
