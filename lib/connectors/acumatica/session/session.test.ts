import { describe, expect, it } from "vitest";
import { exception, otherwise, problemOf, type Script, scriptedErp } from "@/lib/connectors/acumatica/scripted-erp";
import type { Settings } from "@/lib/connectors/acumatica/settings";
import { HttpFailure } from "@/lib/connectors/http";

const key = { orderType: "EM", number: "EM000001" };
const order = { OrderType: { value: "EM" }, OrderNbr: { value: "EM000001" }, Status: { value: "Open" } };

/** Sign-in and sign-out as usual; every other call gets `reply` of its number, counted from 1. */
const each = (reply: (call: number) => ReturnType<Script>): Script => {
  let calls = 0;
  return (_request, path) => {
    if (path.includes("/auth/") || path.includes("/connect/")) return otherwise;
    calls += 1;
    return reply(calls);
  };
};

const login = (reply: ReturnType<Script>, settings: Partial<Settings> = {}) =>
  scriptedErp((_request, path) => (path.endsWith("/auth/login") ? reply : otherwise), settings);

describe("the session", () => {
  it("sends nothing before the first call, and nothing when it is closed unused", async () => {
    const { erp, requests } = scriptedErp(() => otherwise);
    await erp.close();
    expect(requests).toEqual([]);
  });

  it("signs in once, in turn with the budget, and out once however often it is closed", async () => {
    const { erp, requests, count, turns } = scriptedErp(each(() => ({ status: 200, json: order })));
    await Promise.all([erp.readProgress(key), erp.readProgress(key)]);
    await Promise.all([erp.close(), erp.close()]);
    await erp.close();
    expect([count("/auth/login"), count("/auth/logout"), count("SalesOrder")]).toEqual([1, 1, 2]);
    expect(turns()).toBe(4);
    const [first, call] = requests;
    expect(JSON.parse(first?.request.body ?? "")).toEqual({ name: "megzo", password: "secret", tenant: "PROD" });
    expect(call?.request.headers?.Cookie).toBe("ASP.NET_SessionId=s1; .ASPXAUTH=a=1");
    const out = requests.at(-1)?.request;
    expect([out?.body, out?.headers?.["Content-Length"]]).toEqual(["", "0"]);
  });

  it("never has two calls under way", async () => {
    let busy = 0;
    let most = 0;
    const script = each(() => ({ status: 200, json: order }));
    const { erp } = scriptedErp((request, path) => {
      busy += 1;
      most = Math.max(most, busy);
      queueMicrotask(() => {
        busy -= 1;
      });
      return script(request, path);
    });
    await Promise.all(Array.from({ length: 5 }, () => erp.readProgress(key)));
    expect(most).toBe(1);
  });

  it("replaces a session that ended, gives its seat back and repeats the call once", async () => {
    const { erp, count } = scriptedErp(each((call) => (call === 1 ? { status: 401 } : { status: 200, json: order })));
    expect((await erp.readProgress(key)).status).toBe("Open");
    await erp.close();
    expect([count("/auth/login"), count("/auth/logout"), count("SalesOrder")]).toEqual([2, 2, 2]);
  });

  it("gives up when a fresh session is refused as well", async () => {
    const { erp, count } = scriptedErp(each(() => ({ status: 401 })));
    expect((await problemOf(erp.readProgress(key))).kind).toBe("auth");
    await erp.close();
    expect([count("/auth/login"), count("/auth/logout"), count("SalesOrder")]).toEqual([2, 2, 2]);
  });

  it("uses a token where the account is an OAuth one, for the tenant of the settings", async () => {
    const { erp, requests, count } = scriptedErp(
      each(() => ({ status: 200, json: order })),
      { branch: "CLUJ" },
      { method: "oauth", username: "u", password: "p", clientId: "guid", clientSecret: "s" },
    );
    await erp.readProgress(key);
    await erp.close();
    const form = new URLSearchParams(requests[0]?.request.body);
    expect(requests[0]?.path).toBe("/erp/identity/connect/token");
    expect(Object.fromEntries(form)).toMatchObject({ grant_type: "password", client_id: "guid@PROD" });
    expect(requests[1]?.request.headers).toMatchObject({ Authorization: "Bearer t1", "PX-CbApiBranch": "CLUJ" });
    expect(count("/auth/logout")).toBe(1);
  });

  it("signs out a second time when the first was lost, and close never fails", async () => {
    const script = each(() => ({ status: 200, json: order }));
    const { erp, count } = scriptedErp((request, path) =>
      path.endsWith("/logout") ? new HttpFailure("reset", true, "cut") : script(request, path),
    );
    await erp.readProgress(key);
    await erp.close();
    expect(count("/auth/logout")).toBe(2);
    expect((await problemOf(erp.readProgress(key))).code).toBe("internal");
  });
});

describe("a sign-in that fails", () => {
  const cases: [string, ReturnType<Script>, string][] = [
    [
      "wrong password",
      { status: 500, json: exception("Invalid credentials. Please try again.") },
      "credentials-refused auth",
    ],
    ["locked account", { status: 500, json: exception("Your account is locked out.") }, "credentials-refused auth"],
    ["full licence", { status: 500, json: exception("API Login Limit") }, "seats-taken limited"],
    ["full licence, plain text", { status: 429, text: "API Login Limit reached" }, "seats-taken limited"],
    ["declined", { status: 429 }, "seats-taken limited"],
    [
      "unknown tenant",
      {
        status: 500,
        json: exception("A proper company ID cannot be determined", "PX.Data.PXUndefinedCompanyException"),
      },
      "tenant-wrong auth",
    ],
    ["unanswered", new HttpFailure("timeout", true, "late"), "unreachable transient"],
  ];
  it.each(cases)("%s: says why, and is not tried again in this session", async (_what, reply, expected) => {
    const { erp, count } = login(reply);
    for (let call = 1; call <= 2; call += 1) {
      const { code, kind } = await problemOf(erp.readProgress(key));
      expect(`${code} ${kind}`).toBe(expected);
    }
    await erp.close();
    expect([count("/auth/login"), count("/auth/logout")]).toEqual([1, 0]);
  });

  it("is tried again for a read while the site restarts", async () => {
    const { erp, count } = login({ status: 503, text: "<html></html>" });
    expect((await problemOf(erp.readProgress(key))).kind).toBe("transient");
    expect(count("/auth/login")).toBe(3);
  });

  it("keeps a write from being in doubt: it was never sent", async () => {
    const { erp, count } = login(new HttpFailure("timeout", true, "late"));
    expect((await problemOf(erp.writeTracking("000001", "AWB1"))).kind).toBe("transient");
    expect(count("Shipment")).toBe(0);
  });
});

describe("reading", () => {
  it("is tried three times while it fails in passing", async () => {
    const { erp, pauses, count } = scriptedErp(
      each((call) => (call < 3 ? { status: 503 } : { status: 200, json: order })),
    );
    expect((await erp.readProgress(key)).number).toBe("EM000001");
    expect([count("SalesOrder"), pauses.length]).toEqual([3, 2]);
  });

  it("is not repeated where the ERP refuses", async () => {
    const { erp, count } = scriptedErp(each(() => ({ status: 403, json: { message: "no" } })));
    expect((await problemOf(erp.readProgress(key))).code).toBe("rights-missing");
    expect(count("SalesOrder")).toBe(1);
  });

  it("never sends the session to another host", async () => {
    const { erp, count } = scriptedErp(each(() => ({ status: 200, text: "x" })));
    const file = { id: "1", name: "a.pdf", href: "https://elsewhere.example/files/1" };
    expect((await problemOf(erp.downloadFile(file, 10))).kind).toBe("rejected");
    expect(count("")).toBe(0);
  });
});
