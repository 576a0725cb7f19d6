import { afterAll, beforeAll, expect, it } from "vitest";
import { control, document, openHasty, reachTwinSite, sharedMemory, state } from "@/lib/connectors/acumatica/twin-site";
import { ConnectorError, type Erp } from "@/lib/connectors/contract";
import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";

const configured = 1;
/** Two seats: a session beside the first would be let in, and counted. */
const licensed = 2;

/** Reproducible: the same operations, faults and crashes in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

let strike = dice(1);
const twin = createAcumaticaTwin(
  { maxApiUsers: licensed, lockAfterFailures: 0, actionPolls: 0 },
  { random: () => strike() },
);

beforeAll(async () => reachTwinSite(await twin.start()));
afterAll(() => twin.stop());

type Operation = (erp: Erp, id: string) => Promise<unknown>;
const mixed: Operation[] = [
  (erp, id) => erp.createSalesOrder(document(id)),
  (erp, id) => erp.findSalesOrders([document(id)]),
  (erp) => erp.readProgress({ orderType: "EM", number: "EM000001" }),
  (erp) => erp.readStock({ warehouses: ["MAIN"], quantity: "available" }),
  (erp) => erp.cancelSalesOrder({ orderType: "EM", number: "EM000001" }),
  (erp) => erp.readInvoice({ type: "Invoice", number: "NOPE" }),
];

const faults = [
  { kind: "status", status: 401 },
  { kind: "rate-limit" },
  { kind: "html", status: 503 },
  { kind: "drop-before" },
  { kind: "drop-after" },
  { kind: "status", status: 500 },
  { kind: "empty" },
] as const;

const accounts = (): [number, string, object][] => {
  const { clientId, clientSecret } = twin.settings.oauth;
  return [
    [1000, "by password", {}],
    [200, "by token", { method: "oauth", clientId, clientSecret }],
  ];
};

it.each(accounts())(
  "of %i mixed operations with faults and crashes, %s, every sign-in has its sign-out and one session is open at most",
  async (operations, _how, credentials) => {
    await control("POST", "reset");
    for (const fault of faults) twin.faults.add({ route: "entity/Default", times: -1, share: 0.02, ...fault });
    twin.faults.add({ route: "auth/logout", kind: "drop-before", times: -1, share: 0.35 });
    twin.faults.add({ route: "auth/logout", kind: "drop-after", times: -1, share: 0.1 });
    const random = dice(7);
    strike = dice(11);
    const store = sharedMemory();
    let [done, failed, crashed] = [0, 0, 0];
    while (done < operations) {
      const erp = openHasty({}, credentials, store);
      for (let left = 1 + Math.floor(random() * 12); left > 0; left -= 1, done += 1) {
        const operation = mixed[Math.floor(random() * mixed.length)] as Operation;
        await operation(erp, String(done)).catch((error: unknown) => {
          if (!(error instanceof ConnectorError)) throw error;
          failed += 1;
        });
      }
      // A process that died signs out of nothing; the next one finds what it left.
      if (random() < 0.15) crashed += 1;
      else await erp.close();
    }
    twin.faults.clear();
    const last = openHasty({}, credentials, store);
    await last.findSalesOrders([document("0")]);
    await last.close();
    const { sessions } = await state();
    console.log(JSON.stringify({ done, failed, crashed, ...sessions }));
    expect(crashed).toBeGreaterThan(1);
    expect(failed).toBeGreaterThan(10);
    expect(sessions).toMatchObject({ open: 0, expired: 0, refusedLogins: 0, failedLogins: 0, maxOpen: configured });
    expect(sessions.logouts).toBe(sessions.logins);
  },
  240_000,
);
