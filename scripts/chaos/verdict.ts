import type { Books } from "./books";

export type Breach =
  | "duplicate"
  | "loss"
  | "second AWB"
  | "AWB missing"
  | "tracking missing"
  | "doubled document"
  | "document missing"
  | "hash difference"
  | "open after cancellation"
  | "stuck";

/** One promise that did not hold for one order. */
export type Finding = Pick<Story, "id" | "orderId"> & { breach: Breach; text: string };

/** Everything the books say of one eMAG order. */
type Story = {
  /** `seller/order`, the order by eMAG's number. */
  id: string;
  /** Our own row, when there is one. */
  orderId: string | null;
  cancelled: boolean;
  fulfilled: "seller" | "channel";
  ours: Books["ours"][number] | undefined;
  salesOrders: Books["erp"]["salesOrders"];
  shipments: Books["erp"]["shipments"];
  awbs: string[];
  documents: Books["emag"]["attachments"];
  /** Of the files of this order's own invoices. */
  hashes: Set<string>;
};

/** Compares the books of both systems with ours, order by order. */
export function judge(books: Books): Finding[] {
  return storiesOf(books).flatMap((story) =>
    [judgeSalesOrders, judgeParcels, judgeDocuments, judgeSteps]
      .flatMap((part) => part(story))
      .map((breach) => ({ id: story.id, orderId: story.orderId, ...breach })),
  );
}

function storiesOf({ seller, emag, erp, ours }: Books): Story[] {
  const rows = new Map(ours.map((row) => [row.id, row]));
  const salesOrders = groupBy(erp.salesOrders, ({ CustomerOrder }) => [CustomerOrder]);
  const shipments = groupBy(erp.shipments, ({ Orders }) => Orders.map(({ OrderNbr }) => OrderNbr));
  const invoices = groupBy(erp.invoices, ({ Details }) => Details.map(({ OrderNbr }) => OrderNbr));
  const files = groupBy(erp.files, ({ owner }) => [owner]);
  const awbs = groupBy(emag.awbs, ({ order_id }) => [String(order_id)]);
  const documents = groupBy(
    emag.attachments.filter(({ type }) => type === 1),
    ({ order_id }) => [String(order_id)],
  );
  return emag.orders.map((order): Story => {
    const id = String(order.id);
    const mine = salesOrders.get(id) ?? [];
    const numbers = mine.map(({ OrderNbr }) => OrderNbr);
    const bills = numbers.flatMap((number) => invoices.get(number) ?? []);
    return {
      id: `${seller}/${id}`,
      orderId: rows.get(id)?.orderId ?? null,
      cancelled: order.status === 0,
      fulfilled: order.type === 2 ? "channel" : "seller",
      ours: rows.get(id),
      salesOrders: mine,
      shipments: numbers.flatMap((number) => shipments.get(number) ?? []),
      awbs: (awbs.get(id) ?? []).map(({ awb_number }) => awb_number),
      documents: documents.get(id) ?? [],
      hashes: new Set(bills.flatMap((bill) => (files.get(bill.id) ?? []).map(({ sha256 }) => sha256))),
    };
  });
}

/** Rows by each of their keys; one row may stand under several. */
function groupBy<T>(rows: T[], keysOf: (row: T) => string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    for (const key of new Set(keysOf(row))) {
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
  }
  return groups;
}

type Broken = Pick<Finding, "breach" | "text">;

function judgeSalesOrders({ cancelled, salesOrders, ours }: Story): Broken[] {
  const shown = salesOrders.map(({ OrderNbr, Status }) => `${OrderNbr} ${Status}`).join(", ");
  if (salesOrders.length > 1) return [{ breach: "duplicate", text: shown }];
  if (!cancelled && salesOrders.length === 0)
    return [{ breach: "loss", text: ours ? "received, no Sales Order" : "never received" }];
  const told = ours?.steps.some(({ kind, state }) => kind === "cancel" && state === "blocked");
  const alive = salesOrders.some(({ Status }) => ["Open", "On Hold"].includes(Status));
  return cancelled && alive && !told ? [{ breach: "open after cancellation", text: shown }] : [];
}

function judgeParcels({ cancelled, fulfilled, shipments, awbs }: Story): Broken[] {
  if (awbs.length > 1) return [{ breach: "second AWB", text: awbs.join(", ") }];
  const shipped = shipments.some(({ Status }) => ["Confirmed", "Completed", "Invoiced"].includes(Status));
  if (fulfilled === "channel" || cancelled || !shipped) return [];
  const [number] = awbs;
  if (!number) return [{ breach: "AWB missing", text: shipments.map(({ Status }) => Status).join(", ") }];
  const written = shipments.some(({ Packages }) => Packages.some(({ TrackingNbr }) => TrackingNbr === number));
  return written ? [] : [{ breach: "tracking missing", text: `${number} is on no package` }];
}

function judgeDocuments({ cancelled, documents, hashes }: Story): Broken[] {
  const findings: Broken[] = [];
  if (new Set(documents.map(({ url }) => url)).size > Math.max(1, hashes.size))
    findings.push({ breach: "doubled document", text: documents.map(({ url }) => url).join(", ") });
  const fetched = documents.map(({ fetches }) => fetches.findLast(({ status }) => status === 200)?.sha256 ?? null);
  const foreign = fetched.filter((sha256) => sha256 !== null && !hashes.has(sha256));
  if (foreign.length > 0) findings.push({ breach: "hash difference", text: foreign.join(", ") });
  const held = fetched.filter((sha256) => sha256 !== null).length;
  if (!cancelled && hashes.size > held) {
    const tries = documents.flatMap(({ fetches }) => fetches.map(({ status, error }) => error ?? `HTTP ${status}`));
    const text = `${hashes.size} in the ERP, ${documents.length} accepted and ${held} fetched by eMAG`;
    findings.push({ breach: "document missing", text: [text, ...tries].join(", ") });
  }
  return findings;
}

/** After the faults have ended nothing may be left open but what a cancellation has stopped. */
function judgeSteps({ cancelled, ours }: Story): Broken[] {
  return (ours?.steps ?? [])
    .filter(({ state }) => state !== "done" && state !== "not-needed")
    .filter(({ state }) => !(cancelled && state === "blocked"))
    .map(({ kind, state, reason, problem }) => ({
      breach: "stuck" as const,
      text: `${kind} ${state} ${problem ?? reason ?? ""}`.trim(),
    }));
}
