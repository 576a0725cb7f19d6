import type { ErpShipment, OrderRef, Parcel, ParcelRequest } from "@/lib/connectors/contract";
import { parcels } from "@/lib/db/schema";
import type { ParcelDocument } from "@/lib/domain/documents/parcel-document";
import { type ChannelOrder, cashOnDelivery } from "@/lib/domain/orders/order";
import { chooseCourier } from "@/lib/domain/parcels/courier";
import { answeredOrder, parcelProblem, shipmentToHandOver } from "@/lib/domain/parcels/parcel";
import { type Problem, problem } from "@/lib/domain/problem";
import type { AwbSettings } from "@/lib/domain/settings";
import { lookUp } from "@/lib/flows/engine/lookup";
import type { StepWork } from "@/lib/flows/engine/run-step";
import type { StepOutcome } from "@/lib/flows/engine/step-outcome";
import { buildParcel, parcelMapping } from "@/lib/flows/mappings/build-parcel";
import { receiveOrder } from "@/lib/flows/orders/receive-order";

/**
 * Started by a confirmed shipment in the ERP. Orders one parcel from the channel, which finalises the order, or finalises
 * it with the seller's own courier. Never repeated on an unknown outcome: the order's status and its parcel attachment
 * are looked at, what is found is adopted, else a person decides, because every call costs a parcel.
 */
export async function handOverAwb(work: StepWork): Promise<StepOutcome> {
  const { run, aggregate, step, ensureLease } = work;
  if (aggregate.parcel) return { kind: "done" };
  if (!aggregate.link) return { kind: "waiting", reason: "sales-order" };
  await ensureLease();
  const progress = await run.progress({ orderType: aggregate.link.orderType, number: aggregate.link.orderNumber });
  const chosen = shipmentToHandOver(progress.shipments);
  if (!chosen) return { kind: "waiting", reason: "shipment" };
  await ensureLease();
  const shipment = await run.integration.erp.readShipment(chosen.number);
  if (!shipment.confirmed) return { kind: "waiting", reason: "shipment-confirmation" };
  if (run.integration.settings.awb.mode === "own-courier") return finaliseOwnCourier(work, shipment);
  const finished = aggregate.order.status === "finalised";
  return step.state === "in-doubt" || finished ? adoptParcel(work, shipment) : orderParcel(work, shipment);
}

type Sender = NonNullable<AwbSettings["sender"]>;

async function orderParcel(work: StepWork, shipment: ErpShipment): Promise<StepOutcome> {
  const { run, aggregate, commitIntent } = work;
  const order = answeredOrder(aggregate.order.data, aggregate.order.parcelAnswers ?? {});
  const obstacle = parcelProblem(order) ?? (await placeProblem(work, order));
  if (obstacle) return { kind: "blocked", problem: obstacle };
  const courier = await courierOf(work, order);
  if ("code" in courier) return { kind: "blocked", problem: courier };
  const { sender } = run.integration.settings.awb;
  if (!sender) return { kind: "blocked", problem: problem("settings-missing", "rejected", { field: "awb.sender" }) };
  const prepared = await parcelMapping(run.ctx, run.integration);
  const document = await buildParcel(prepared, {
    order,
    raw: aggregate.order.raw,
    shipment: { number: shipment.number, packages: Math.max(1, shipment.packages.length), weight: shipment.weight },
  });
  if ("code" in document) return { kind: "blocked", problem: document };
  await commitIntent();
  const parcel = await run.integration.channel.createParcel(parcelRequest(order, sender, document, courier.id));
  return keepParcel(work, shipment, parcel, "created", prepared.version);
}

/** A place the channel no longer knows is refused before the call; where it cannot be looked up, the call decides. */
async function placeProblem({ run }: StepWork, { id, shipping }: ChannelOrder): Promise<Problem | null> {
  const places = await lookUp(run.ctx, sourceOf(run), "locality", shipping.localityId ?? "");
  if (places === null || places.length > 0) return null;
  return problem("parcel-data-missing", "rejected", { order: id, field: "shipping_locality_id" });
}

async function courierOf({ run }: StepWork, order: ChannelOrder): Promise<{ id: string | null } | Problem> {
  const accounts = await lookUp(run.ctx, sourceOf(run), "courier-accounts");
  return chooseCourier(order, run.integration.settings.awb.courierAccountId ?? null, accounts ?? []);
}

function sourceOf({ integration }: StepWork["run"]) {
  return { connectionId: integration.channelConnection.id, channel: integration.channel };
}

function parcelRequest(
  order: ChannelOrder,
  sender: Sender,
  { receiver, parcels: count, weight, note }: ParcelDocument,
  courierAccountId: string | null,
): ParcelRequest {
  return {
    orderId: order.id,
    sender: {
      addressId: sender.addressId ?? null,
      name: sender.name,
      contact: sender.contact,
      phone: sender.phone1,
      localityId: String(sender.localityId),
      street: sender.street,
      postalCode: sender.zipcode ?? null,
      isCompany: true,
    },
    receiver: { ...receiver, localityId: order.shipping.localityId ?? "", isCompany: order.buyer.isCompany },
    cashOnDelivery: cashOnDelivery(order),
    currency: order.currency,
    weight,
    parcels: count,
    lockerId: order.delivery.lockerId,
    courierAccountId,
    note,
  };
}

/** After an unknown outcome, or when somebody made the AWB on the channel's own pages: what is there is taken over. */
async function adoptParcel(work: StepWork, shipment: ErpShipment): Promise<StepOutcome> {
  const { run, aggregate, step, ensureLease } = work;
  const { channel } = run.integration;
  const ref: OrderRef = { id: aggregate.order.channelOrderId, fulfilment: aggregate.order.fulfilment };
  await ensureLease();
  const attachments = await channel.listAttachments(ref);
  const parcelId = attachments.map((one) => channel.parcelIdOf(one)).find((id) => id !== null);
  if (parcelId) {
    await ensureLease();
    const parcel = await channel.readParcel(parcelId);
    return keepParcel(
      work,
      shipment,
      parcel ?? { parcelId, reservationId: null, number: null, courier: null },
      "adopted",
    );
  }
  const current = step.state === "in-doubt" ? await channel.readOrder(ref.id) : null;
  if (current) await receiveOrder(run, current);
  const seen = current?.order.status ?? aggregate.order.status;
  // A person looked and asked for it: with the order still open and no parcel on it, one may be ordered.
  if (step.emptyLooks > 0 && (seen === "in-progress" || seen === "prepared")) return orderParcel(work, shipment);
  return { kind: "blocked", problem: problem("parcel-unknown", "rejected", { order: ref.id, status: seen }) };
}

/**
 * The seller's own courier: no parcel is ordered, the ERP's tracking number is used (emag-api.md §4.9). Setting the same
 * status twice costs nothing, so an unknown outcome needs only a look at the order.
 */
async function finaliseOwnCourier(work: StepWork, shipment: ErpShipment): Promise<StepOutcome> {
  const { run, aggregate, ensureLease } = work;
  const number = shipment.packages.map((one) => one.trackingNumber).find((tracking) => tracking);
  if (!number) return { kind: "waiting", reason: "tracking-number" };
  const ref: OrderRef = { id: aggregate.order.channelOrderId, fulfilment: aggregate.order.fulfilment };
  await ensureLease();
  const current = await run.integration.channel.readOrder(ref.id);
  if (!current) return { kind: "again", inSeconds: 60 };
  if (current.order.status !== "finalised") {
    await ensureLease();
    await run.integration.channel.finaliseOrder(ref, current.raw);
  }
  await work.event("finalised", { number });
  return keepParcel(work, shipment, { parcelId: "", reservationId: null, number, courier: null }, "own-courier");
}

type Origin = "created" | "adopted" | "own-courier";

async function keepParcel(
  work: StepWork,
  shipment: ErpShipment,
  parcel: Parcel,
  origin: Origin,
  mapping?: string,
): Promise<StepOutcome> {
  const { run, aggregate, ensureLease } = work;
  const made = { number: parcel.number ?? "", courier: parcel.courier ?? "", ...(mapping ? { mapping } : {}) };
  const entry = { kind: origin === "created" ? "parcel-created" : "parcel-adopted", params: made } as const;
  const outcome = await work.completeStep(
    async (tx) => {
      await tx
        .insert(parcels)
        .values({
          orderId: aggregate.order.id,
          parcelId: parcel.parcelId || null,
          reservationId: parcel.reservationId,
          trackingNumber: parcel.number,
          courier: parcel.courier,
          shipmentNumber: shipment.number,
          origin,
          createdAt: run.ctx.now(),
        })
        .onConflictDoNothing();
    },
    origin === "own-courier" ? null : entry,
  );
  await ensureLease();
  // The parcel is safe in its row; a failed re-read only means that the next pull shows the order as finalised.
  const current = await run.integration.channel.readOrder(aggregate.order.channelOrderId).catch(() => null);
  if (current) await receiveOrder(run, current);
  return outcome;
}
