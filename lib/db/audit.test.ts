import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit, writeAudit } from "@/lib/db/audit";
import { type Database, openDatabase } from "@/lib/db/client";
import { sellers } from "@/lib/db/schema";
import { createTestDatabase, type TestDatabase } from "../../e2e/support/database";

let test: TestDatabase;
let open: Database;
let sellerId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
  const [seller] = await open.db.insert(sellers).values({ slug: "carpatic", name: "Carpatic" }).returning();
  sellerId = seller?.id ?? "";
  const change = { actor: "ana@carpatic.example", action: "settings.save", subject: "emag-erp" };
  const write = (n: number) =>
    writeAudit(open.db, { ...change, sellerId, before: { buffer: n }, after: { buffer: n + 1 } });
  await Promise.all(Array.from({ length: 20 }, (_, n) => write(n)));
  await writeAudit(open.db, { ...change, sellerId: null });
});
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

/** What somebody with the database's own rights could do: the triggers aside. */
const tamper = async (statement: string) => {
  await open.sql.unsafe("alter table audit disable trigger user");
  await open.sql.unsafe(statement);
  await open.sql.unsafe("alter table audit enable trigger user");
};
const mine = async () => (await verifyAudit(open.db)).find(({ seller }) => seller === "carpatic");

describe("the audit record", () => {
  it("is one unbroken chain for each seller, also when twenty changes come at once", async () => {
    const chains = await verifyAudit(open.db);
    expect(chains.map(({ seller, rows, broken }) => ({ seller, rows, broken }))).toEqual(
      expect.arrayContaining([
        { seller: "carpatic", rows: 20, broken: null },
        { seller: null, rows: 1, broken: null },
      ]),
    );
  });

  it("refuses to be changed, shortened or emptied", async () => {
    for (const statement of ["update audit set actor = 'x'", "delete from audit", "truncate audit"])
      await expect(open.db.execute(sql.raw(statement)).catch((error) => Promise.reject(error.cause))).rejects.toThrow(
        "append-only",
      );
  });

  it("names the first row that was altered behind its back, even with a hash made to fit", async () => {
    await tamper("update audit set after = '{\"buffer\": 99}' where seq = 7 and seller_id is not null");
    expect((await mine())?.broken).toEqual({ seq: 7, why: "its content was changed" });
    await tamper(
      "update audit set hash = encode(sha256(convert_to(audit_content(audit), 'UTF8')), 'hex') where seq = 7 and seller_id is not null",
    );
    expect((await mine())?.broken).toEqual({ seq: 8, why: "it does not follow the row before it" });
  });

  it("names the place of a row that was taken out", async () => {
    await tamper("delete from audit where seq = 3 and seller_id is not null");
    expect((await mine())?.broken).toEqual({ seq: 4, why: "row 3 is missing" });
  });
});
