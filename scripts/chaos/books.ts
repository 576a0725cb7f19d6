import type { FlowContext } from "@/lib/flows/engine/context";
import type { Shop, World } from "./world";

type EmagOrder = { id: number; type: 2 | 3; status: number };

/** What both systems and our own rows say of one seller's orders, as far as a verdict needs it. */
export type Books = {
  seller: string;
  emag: {
    orders: EmagOrder[];
    attachments: {
      order_id: number;
      url: string;
      type: number;
      fetches: { status: number | null; sha256: string | null; error: string | null }[];
    }[];
    awbs: { order_id: number | null; awb_number: string }[];
    requests: Record<string, { count: number }>;
  };
  erp: {
    salesOrders: { OrderType: string; OrderNbr: string; CustomerOrder: string; Status: string }[];
    shipments: { Status: string; Orders: { OrderNbr: string }[]; Packages: { TrackingNbr: string | null }[] }[];
    invoices: { id: string; ReferenceNbr: string; Details: { OrderNbr: string }[] }[];
    files: { owner: string; sha256: string }[];
    sessions: { open: number; logins: number; maxOpen: number };
    requests: Record<string, number>;
  };
  ours: {
    orderId: string;
    id: string;
    acknowledged: boolean;
    attention: string | null;
    steps: { kind: string; state: string; reason: string | null; problem: string | null }[];
  }[];
};

/** Large books take a while to be written out. */
const patienceMs = 300_000;

async function read<T>(url: string): Promise<T> {
  const answer = await fetch(`${url}/_sandbox/state`, { signal: AbortSignal.timeout(patienceMs) });
  return (await answer.json()) as T;
}

export async function readBooks({ sql }: FlowContext, { slug, twins }: Shop): Promise<Books> {
  const ours = await sql<Books["ours"]>`
    select o.id as "orderId", o.channel_order_id as id, o.needs_attention->>'code' as attention,
      exists (select 1 from order_events e where e.order_id = o.id and e.kind = 'acknowledged') as acknowledged,
      coalesce((select jsonb_agg(jsonb_build_object('kind', s.kind, 'state', s.state, 'reason', s.wait_reason,
        'problem', s.problem->>'code')) from steps s where s.order_id = o.id), '[]') as steps
    from orders o join sellers on sellers.id = o.seller_id where sellers.slug = ${slug}`;
  const [emag, erp] = [await read<Books["emag"]>(twins.emag.url), await read<Books["erp"]>(twins.acumatica.url)];
  return { seller: slug, emag, erp, ours: [...ours] };
}

/** How many calls all systems have had; the control interfaces do not count. */
export async function countCalls({ shops }: World): Promise<number> {
  let calls = 0;
  for (const { twins } of shops) {
    const { requests } = await read<Books["emag"]>(twins.emag.url);
    const erp = await read<Books["erp"]>(twins.acumatica.url);
    calls += Object.values(requests).reduce((sum, { count }) => sum + count, 0);
    calls += Object.values(erp.requests).reduce((sum, count) => sum + count, 0);
  }
  return calls;
}

/** An order's steps and its whole history, for whoever must find out what happened. */
export async function readHistory({ sql }: FlowContext, orderId: string): Promise<string> {
  const steps = await sql`
    select s.kind, s.state, s.wait_reason, s.attempts, s.empty_looks, s.due_at, s.intent_at, s.problem
    from steps s where s.order_id = ${orderId}`;
  const events = await sql`
    select e.at, e.kind, e.params, e.problem from order_events e where e.order_id = ${orderId} order by e.at`;
  const lines = [
    ...steps.map(({ kind, ...rest }) => `  step ${kind} ${JSON.stringify(rest)}`),
    ...events.map(
      ({ at, kind, params, problem }) =>
        `  ${new Date(at).toISOString()} ${kind} ${JSON.stringify(params)}${problem ? ` ${problem.code} ${problem.detail ?? ""}` : ""}`,
    ),
  ];
  return lines.join("\n");
}
