import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { problemOf } from "@/lib/connectors/acumatica/scripted-erp";
import {
  control,
  document,
  open,
  openHasty,
  reachTwinSite,
  sharedMemory,
  state,
} from "@/lib/connectors/acumatica/twin-site";
import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";

const twin = createAcumaticaTwin({ maxApiUsers: 1 });
const look = [document("1")];
const { clientId, clientSecret } = twin.settings.oauth;
const oauth = { method: "oauth", clientId, clientSecret };
const tokens = async () => ((await state()).requests["POST /identity/connect/token"] ?? 0) as number;

beforeAll(async () => reachTwinSite(await twin.start()));
afterAll(() => twin.stop());
afterEach(() => control("POST", "reset"));

describe("a session a process left behind", () => {
  it("is ended by the next start, so that a licence of one user is never locked out", async () => {
    const store = sharedMemory();
    await open({}, {}, store).findSalesOrders(look);
    const next = open({}, {}, store);
    await next.findSalesOrders(look);
    expect((await state()).sessions).toMatchObject({ logins: 2, logouts: 1, open: 1, refusedLogins: 0 });
    await next.close();
    expect((await state()).sessions).toMatchObject({ logins: 2, logouts: 2, open: 0, maxOpen: 1 });
    expect(store.kept()).toBeNull();
  });

  it("is ended also when only its signing out was lost", async () => {
    const store = sharedMemory();
    twin.faults.add({ route: "auth/logout", kind: "drop-before", times: 2 });
    const first = open({}, {}, store);
    await first.findSalesOrders(look);
    await first.close();
    expect((await state()).sessions.open).toBe(1);
    const next = open({}, {}, store);
    await next.findSalesOrders(look);
    await next.close();
    expect((await state()).sessions).toMatchObject({ open: 0, refusedLogins: 0 });
  });

  it("is never joined by a second one, even where a seat is free: the next start waits until the ERP let go of it", async () => {
    await control("PUT", "settings", { maxApiUsers: 2 });
    const store = sharedMemory();
    await open({}, {}, store).findSalesOrders(look);
    twin.faults.add({ route: "auth/logout", kind: "drop-before", times: 2 });
    const refused = openHasty({}, {}, store);
    expect((await problemOf(refused.createSalesOrder(document("1")))).kind).toBe("transient");
    twin.faults.add({ route: "auth/logout", kind: "drop-before", times: 2 });
    const next = openHasty({}, {}, store);
    await next.findSalesOrders(look);
    await next.close();
    const { sessions, requests } = await state();
    expect(sessions).toMatchObject({ logins: 2, logouts: 2, open: 0, maxOpen: 1, refusedLogins: 0 });
    expect(requests["PUT SalesOrder"]).toBeUndefined();
  });

  it("does not lock the shop out where the ERP never lets go: after half an hour it has timed out", async () => {
    const store = sharedMemory();
    await open({}, {}, store).findSalesOrders(look);
    await store.write(JSON.stringify({ ...JSON.parse(store.kept() ?? "{}"), until: Date.now() - 1 }));
    await control("POST", "sessions/expire");
    twin.faults.add({ route: "auth/logout", kind: "status", status: 500, times: 2 });
    const next = openHasty({}, {}, store);
    await next.findSalesOrders(look);
    await next.close();
    expect((await state()).sessions).toMatchObject({ logins: 2, open: 0, refusedLogins: 0 });
  });

  it("of another account is not touched, and its seat is waited for", async () => {
    const store = sharedMemory();
    const other = open();
    await other.findSalesOrders(look);
    expect((await problemOf(open({}, {}, store).findSalesOrders(look))).code).toBe("seats-taken");
    await other.close();
  });
});

describe("an OAuth account", () => {
  it("uses its token until it ends, through any number of sessions and a crash", async () => {
    const store = sharedMemory();
    for (let session = 1; session <= 3; session += 1) {
      const erp = open({}, oauth, store);
      await erp.findSalesOrders(look);
      if (session !== 2) await erp.close();
    }
    expect(await tokens()).toBe(1);
    expect((await state()).sessions).toMatchObject({ open: 0, maxOpen: 1, refusedLogins: 0 });
  });

  it("renews once for all processes, and only the newest refresh token is kept", async () => {
    const store = sharedMemory();
    const first = open({}, oauth, store);
    await first.findSalesOrders(look);
    await first.close();
    const before = JSON.parse(store.kept() ?? "{}");
    await store.write(JSON.stringify({ ...before, until: 0 }));
    const processes = [open({}, oauth, store), open({}, oauth, store)];
    await Promise.all(processes.map((erp) => erp.findSalesOrders(look)));
    for (const erp of processes) await erp.close();
    expect(await tokens()).toBe(2);
    const after = JSON.parse(store.kept() ?? "{}");
    expect(after.refresh).not.toBe(before.refresh);
    expect((await state()).sessions).toMatchObject({ open: 0, failedLogins: 0 });
  });

  it("signs in anew when the chain of refresh tokens has ended", async () => {
    const store = sharedMemory();
    const first = open({}, oauth, store);
    await first.findSalesOrders(look);
    await first.close();
    const kept = JSON.parse(store.kept() ?? "{}");
    await store.write(JSON.stringify({ ...kept, until: 0, refresh: "used-up" }));
    const next = open({}, oauth, store);
    await next.findSalesOrders(look);
    await next.close();
    expect(await tokens()).toBe(3);
  });

  it("goes on when a token is refused before its time", async () => {
    const store = sharedMemory();
    const erp = open({}, oauth, store);
    await erp.findSalesOrders(look);
    await control("POST", "sessions/expire");
    await erp.findSalesOrders(look);
    await erp.close();
    expect(await tokens()).toBe(2);
    expect((await state()).sessions.open).toBe(0);
  });

  it("does without refresh tokens where the application has none", async () => {
    await control("PUT", "settings", { oauth: { offlineAccess: false } });
    const erp = open({}, oauth, sharedMemory());
    await erp.findSalesOrders(look);
    await erp.close();
    expect((await state()).sessions.open).toBe(0);
  });
});

describe("a sign-in that landed in another tenant", () => {
  it("is noticed before anything is looked at or created, and its seat given back", async () => {
    await control("PUT", "settings", { landsElsewhere: true });
    const erp = open({ knownCustomer: "EMAG" }, {}, sharedMemory());
    expect(await problemOf(erp.createSalesOrder(document("1")))).toMatchObject({ code: "tenant-wrong", kind: "auth" });
    await erp.close();
    expect((await state()).sessions).toMatchObject({ logins: 1, logouts: 1, open: 0 });
    await control("PUT", "settings", { landsElsewhere: false });
    const right = open({ knownCustomer: "EMAG" });
    expect((await right.createSalesOrder(document("1"))).number).not.toBe("");
    await right.close();
  });
});
