import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Exact, encode } from "@/sandbox/acumatica/api/wire";
import type { Erp } from "@/sandbox/acumatica/erp";
import { type Row, rows, text } from "@/sandbox/acumatica/record";
import type { PushTarget } from "@/sandbox/acumatica/settings";
import { type Quantities, quantities } from "@/sandbox/acumatica/stock";

/** A row of a tracked query: `stamp` tells whether it has changed, `fields` is what a notification shows of it. */
type Line = { stamp: string; fields: () => object };
export type Snapshot = Map<string, Map<string, Line>>;

/** One delivery and how it went: status 0 is a receiver that could not be reached. */
type Delivery = { query: string; url: string; id: string; statuses: number[] };

export type Notification = { query: string; inserted: object[]; deleted: object[] };

const attemptsAtMost = 5;
const ticksAtEpoch = 621_355_968_000_000_000n;

/** Rows of each tracked query, codes padded as the database gives them (acumatica-api.md §8.3). */
const queries: Record<string, (erp: Erp) => [key: string, line: Line][]> = {
  "EMAG-Stock": (erp) => quantities(erp).map((cell) => [`${cell.inventoryId}|${cell.warehouseId}`, stockLine(cell)]),
  "EMAG-Shipments": (erp) =>
    erp.state.shipments.flatMap((shipment) =>
      rows(shipment, "Orders").map((link): [string, Line] => [
        `${shipment.id}|${link.id}`,
        shipmentLine(shipment, link),
      ]),
    ),
  "EMAG-Invoices": (erp) => {
    const attached = new Map<string, string>();
    for (const { owner, sha256 } of erp.state.files) attached.set(owner, `${attached.get(owner) ?? ""},${sha256}`);
    return erp.state.invoices.flatMap((invoice) => {
      const keys = rows(invoice, "Details").map((l) => `${text(l, "OrderType")}|${text(l, "OrderNbr")}`);
      return [...new Set(keys)].map((key): [string, Line] => [
        `${invoice.id}|${key}`,
        invoiceLine(invoice, key, attached.get(invoice.id) ?? ""),
      ]);
    });
  },
};

function stockLine({ inventoryId, warehouseId, ...cell }: Quantities): Line {
  const [onHand, available, forShipping] = [cell.onHand, cell.available, cell.availableForShipping].map((value) =>
    value.toFixed(1),
  ) as [string, string, string];
  return {
    stamp: `${onHand}|${available}|${forShipping}`,
    fields: () => ({
      InventoryID: inventoryId.padEnd(20),
      Warehouse: warehouseId.padEnd(10),
      QtyOnHand: new Exact(onHand),
      QtyAvail: new Exact(available),
      QtyHardAvail: new Exact(forShipping),
    }),
  };
}

function shipmentLine(shipment: Row, link: Row): Line {
  const [number, status] = [text(shipment, "ShipmentNbr"), text(shipment, "Status")];
  const [orderType, orderNbr] = [text(link, "OrderType"), text(link, "OrderNbr")];
  return {
    stamp: `${number}|${status}|${orderType}|${orderNbr}`,
    fields: () => ({
      ShipmentNbr: number.padEnd(15),
      Status: status,
      OrderType: orderType,
      OrderNbr: orderNbr.padEnd(15),
    }),
  };
}

function invoiceLine(invoice: Row, key: string, attached: string): Line {
  const [orderType = "", orderNbr = ""] = key.split("|");
  const [number, type, status] = [text(invoice, "ReferenceNbr"), text(invoice, "Type"), text(invoice, "Status")];
  return {
    stamp: `${number}|${type}|${status}|${attached}`,
    fields: () => ({
      RefNbr: number.padEnd(15),
      DocType: type,
      Status: status,
      OrderType: orderType,
      OrderNbr: orderNbr.padEnd(15),
    }),
  };
}

const wanted = (erp: Erp): string[] => [...new Set(erp.settings.push.flatMap((target) => target.queries))];

/** All rows of the queries somebody listens to. */
export function snapshot(erp: Erp): Snapshot {
  return new Map(wanted(erp).map((query) => [query, new Map(queries[query]?.(erp) ?? [])]));
}

/** What changed: an update is the old row in Deleted and the new one in Inserted (§8.3). */
export function changes(before: Snapshot, after: Snapshot): Notification[] {
  return [...after].flatMap(([query, now]) => {
    const then = before.get(query) ?? new Map<string, Line>();
    const differs = (key: string): boolean => then.get(key)?.stamp !== now.get(key)?.stamp;
    const changed = [...new Set([...then.keys(), ...now.keys()])].filter(differs);
    const pick = (lines: Map<string, Line>): object[] => changed.flatMap((key) => lines.get(key)?.fields() ?? []);
    return changed.length > 0 ? [{ query, inserted: pick(now), deleted: pick(then) }] : [];
  });
}

/** The status of one POST; 0 when nobody answered. */
async function attempt(target: PushTarget, body: string): Promise<number> {
  try {
    const headers = { "content-type": "application/json", [target.headerName]: target.headerValue };
    const answer = await fetch(target.url, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

/** Delivers notifications: at least once, at most five attempts each, in no promised order (§8.4). */
export function createPusher(erp: Erp) {
  const deliveries: Delivery[] = [];
  const envelope = enveloped(erp);
  return {
    deliveries,
    /** Everything one transaction changed carries one `Id`. */
    send(notifications: Notification[]): void {
      const id = randomUUID();
      for (const whole of notifications) {
        const targets = erp.settings.push.filter((target) => target.queries.includes(whole.query));
        const parts = partsOf(whole, erp.settings);
        for (const target of targets) {
          for (const part of parts) {
            const delivery: Delivery = { query: whole.query, url: target.url, id, statuses: [] };
            deliveries.push(delivery);
            if (deliveries.length > 500) deliveries.shift();
            void deliver(erp, target, delivery, envelope(part, id));
          }
        }
      }
    },
    /** All current rows of a query as Inserted, as if they had just appeared. */
    current(query: string): Notification {
      return { query, inserted: (queries[query]?.(erp) ?? []).map(([, line]) => line.fields), deleted: [] };
    },
  };
}

export type Pusher = ReturnType<typeof createPusher>;

/** What goes out of a notification: Inserted and Deleted apart, or everything twice, where the instance is told so. */
function partsOf(whole: Notification, { pushSplit, pushDuplicate }: Erp["settings"]): Notification[] {
  const apart = [
    { ...whole, inserted: [] },
    { ...whole, deleted: [] },
  ].filter((part) => part.inserted.length + part.deleted.length > 0);
  const parts = pushSplit ? apart : [whole];
  return pushDuplicate ? [...parts, ...parts] : parts;
}

function enveloped(erp: Erp) {
  let sequence = 0n;
  return ({ query, inserted, deleted }: Notification, id: string): string => {
    sequence += 1n;
    return encode({
      Inserted: inserted,
      Deleted: deleted,
      Query: query,
      CompanyId: erp.settings.tenant,
      Id: id,
      TimeStamp: new Exact(String(ticksAtEpoch + BigInt(erp.now()) * 10_000n + sequence)),
      AdditionalInfo: {},
    });
  };
}

async function deliver(erp: Erp, target: PushTarget, delivery: Delivery, body: string): Promise<void> {
  while (delivery.statuses.length < attemptsAtMost) {
    const status = await attempt(target, body);
    delivery.statuses.push(status);
    if (status >= 200 && status < 300) return;
    await sleep(erp.settings.pushRetrySeconds * 1000, undefined, { ref: false });
  }
}
