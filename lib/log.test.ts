import { expect, it } from "vitest";
import { openLog } from "@/lib/log";

function written(write: (log: ReturnType<typeof openLog>) => void): string {
  const lines: string[] = [];
  write(openLog({ write: (line) => void lines.push(line) }));
  return lines.join("");
}

it("carries ids and codes, and leaves out every field nobody listed, naming it", () => {
  const line = written((log) =>
    log.error({ order: "o-1", code: "erp-refused", password: "canary", buyer: { name: "canary" } }, "failed"),
  );
  expect(line).toContain("o-1");
  expect(line).not.toContain("canary");
  expect(JSON.parse(line).leftOut).toEqual(["password", "buyer"]);
});

it("leads from a line about an order to the order's trace, and names none where no order is named", () => {
  const order = "0198c5f2-7a3b-7c11-9d2e-4f5a6b7c8d9e";
  expect(JSON.parse(written((log) => log.warn({ order }, "step failed")))).toMatchObject({
    order,
    traceId: "0198c5f27a3b7c119d2e4f5a6b7c8d9e",
  });
  expect(JSON.parse(written((log) => log.warn({ run: order }, "run part failed")))).not.toHaveProperty("traceId");
});

it("tells where a database error came from, without the values of the row", () => {
  const cause = Object.assign(new Error("duplicate key"), { code: "23505", detail: "Key (email)=(canary) exists" });
  const error = new Error("Failed query: insert into users values ($1)\nparams: canary", { cause });
  const line = written((log) => log.error({ err: Object.assign(error, { params: ["canary"] }) }, "failed"));
  expect(line).not.toContain("canary");
  expect(line).toContain("insert into users");
  expect(line).toContain("23505");
  expect(line).toContain("log.test.ts");
});
