import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Erp } from "@/sandbox/acumatica/erp";
import { rows, text } from "@/sandbox/acumatica/record";
import type { PushTarget } from "@/sandbox/acumatica/settings";
import { quantities } from "@/sandbox/acumatica/stock";
import { Exact, encode } from "@/sandbox/acumatica/wire";

type Line = { fields: object; stamp: string };
type Snapshot = Map<string, Map<string, Line>>;

/** One delivery and how it went: status 0 is a receiver that could not be reached. */
export type Delivery = { query: string; url: string; id: string; statuses: number[] };

export type Notification = { query: string; inserted: object[]; deleted: object[] };

const attemptsAtMost = 5;
const ticksAtEpoch = 621_355_968_000_000_000n;

/** Rows of each tracked query, codes padded as the database gives them (acumatica-api.md §8.3). */
const queries: Record<string, (erp: Erp) => [key: string, line: Line][]> = {
  "EMAG-Stock": (erp) =>
    quantities(erp).map((cell) => {
      const number = (value: { toFixed(places?: number): string }): Exact => new Exact(value.toFixed(1));
      const fields = {
        InventoryID: cell.inventoryId.padEnd(20),
        Warehouse: cell.warehouseId.padEnd(10),
        QtyOnHand: number(cell.onHand),
        QtyAvail: number(cell.available),
        QtyHardAvail: number(cell.availableForShipping),
      };
      return [`${cell.inventoryId}|${cell.warehouseId}`, { fields, stamp: "" }];
    }),
  "EMAG-Shipments": (erp) =>
    erp.state.shipments.flatMap((shipment) =>
      rows(shipment, "Orders").map((link): [string, Line] => {
        const fields = {
          ShipmentNbr: text(shipment, "ShipmentNbr").padEnd(15),
          Status: text(shipment, "Status"),
          OrderType: text(link, "OrderType"),
          OrderNbr: text(link, "OrderNbr").padEnd(15),
        };
        return [`${shipment.id}|${link.id}`, { fields, stamp: "" }];
      }),
    ),
  "EMAG-Invoices": (erp) =>
    erp.state.invoices.flatMap((invoice) => {
      const attached = erp.state.files.filter((file) => file.owner === invoice.id).map((file) => file.sha256);
      const keys = rows(invoice, "Details").map((l) => `${text(l, "OrderType")}|${text(l, "OrderNbr")}`);
      return [...new Set(keys)].map((key): [string, Line] => {
        const [orderType = "", orderNbr = ""] = key.split("|");
        const fields = {
          RefNbr: text(invoice, "ReferenceNbr").padEnd(15),
          DocType: text(invoice, "Type"),
          Status: text(invoice, "Status"),
          OrderType: orderType,
          OrderNbr: orderNbr.padEnd(15),
        };
        return [`${invoice.id}|${key}`, { fields, stamp: attached.join() }];
      });
    }),
};

const wanted = (erp: Erp): string[] => [...new Set(erp.settings.push.flatMap((target) => target.queries))];

/** All rows of the queries somebody listens to. */
export function snapshot(erp: Erp): Snapshot {
  return new Map(wanted(erp).map((query) => [query, new Map(queries[query]?.(erp) ?? [])]));
}

/** What changed: an update is the old row in Deleted and the new one in Inserted (§8.3). */
export function changes(before: Snapshot, after: Snapshot): Notification[] {
  return [...after].flatMap(([query, now]) => {
    const then = before.get(query) ?? new Map<string, Line>();
    const differs = (key: string): boolean => encode(then.get(key)) !== encode(now.get(key));
    const changed = [...new Set([...then.keys(), ...now.keys()])].filter(differs);
    const pick = (lines: Map<string, Line>): object[] => changed.flatMap((key) => lines.get(key)?.fields ?? []);
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
  let sequence = 0n;

  const envelope = ({ query, inserted, deleted }: Notification, id: string): string => {
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

  const deliver = async (target: PushTarget, query: string, id: string, body: string): Promise<void> => {
    const delivery: Delivery = { query, url: target.url, id, statuses: [] };
    deliveries.push(delivery);
    if (deliveries.length > 500) deliveries.shift();
    while (delivery.statuses.length < attemptsAtMost) {
      const status = await attempt(target, body);
      delivery.statuses.push(status);
      if (status >= 200 && status < 300) return;
      await sleep(erp.settings.pushRetrySeconds * 1000, undefined, { ref: false });
    }
  };

  return {
    deliveries,
    /** Everything one transaction changed carries one `Id`. */
    send(notifications: Notification[]): void {
      const id = randomUUID();
      for (const whole of notifications) {
        const parts = erp.settings.pushSplit
          ? [
              { ...whole, inserted: [] },
              { ...whole, deleted: [] },
            ].filter((n) => n.inserted.length + n.deleted.length > 0)
          : [whole];
        const repeated = erp.settings.pushDuplicate ? [...parts, ...parts] : parts;
        for (const target of erp.settings.push.filter((t) => t.queries.includes(whole.query))) {
          for (const part of repeated) void deliver(target, whole.query, id, envelope(part, id));
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
