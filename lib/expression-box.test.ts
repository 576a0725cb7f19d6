import { describe, expect, it } from "vitest";
import { evaluateInExpressionBox } from "@/lib/expression-box";

const scope = { order: { id: "501", lines: [{ sku: "A", quantity: 2 }] } };
const run = async (code: string) => (await evaluateInExpressionBox([{ key: "k", code, scope }])).get("k");

describe("an expression in its box", () => {
  it("gives one value from the order", async () => {
    expect(await run('order.id & "-" & $sum(order.lines.quantity)')).toEqual({ value: "501-2" });
    expect(await run("order.nothing")).toEqual({ value: null });
  });

  it.each([
    ["loops without end", "($f := function($n){ $f($n + 1) }; $f(0))", /time|recursion/],
    ["recurses without end", "($f := function($n){ 1 + $f($n + 1) }; $f(0))", /recursion|time/],
    ["asks a regular expression that never ends", '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)', /time/],
    ["allocates a list without end", "$count([1..9999999].{'a': $, 'b': [1..9999]})", /memory|time/],
    [
      "doubles a text without end",
      '($d := function($s){ $d($s & $s) }; $d("aaaaaaaaaaaaaaaa"))',
      /memory|time|failed|recursion/,
    ],
    ["touches a prototype", "order.__proto__.polluted", /prototype/],
    ["looks a prototype up by name", '$lookup(order, "constructor")', /prototype/],
    ["reads the environment", "process.env.DATABASE_URL", /environment/],
    ["makes code from text", '$eval("1+1")', /environment/],
    ["gives a whole list", "order.lines", /not-a-value/],
    ["is no expression at all", "order.(", /failed/],
  ])("is stopped and named when it %s, and the next one works", async (_, code, why) => {
    expect(await run(code)).toMatchObject({ stopped: expect.stringMatching(why) });
    expect(await run("order.id")).toEqual({ value: "501" });
  });

  it("reaches nothing outside by a name put together at run time, and leaves nothing behind for the next", async () => {
    for (const name of ["__proto__", "constructor"])
      expect(await run(`$string($lookup(order, "${name.slice(0, 4)}" & "${name.slice(4)}"))`)).not.toMatchObject({
        value: expect.stringMatching(/./),
      });
    expect(await run('$type(order ~> | $ | {"__pro" & "to__": {"polluted": "yes"}} |)')).not.toEqual({ value: "yes" });
    expect(await run("$string(order.polluted)")).toEqual({ value: null });
  });

  it("does not take the others of its batch with it", async () => {
    const bad = { key: "bad", code: '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)', scope };
    const results = await evaluateInExpressionBox([
      { key: "a", code: "order.id", scope },
      bad,
      { key: "b", code: "order.lines[0].sku", scope },
    ]);
    expect(Object.fromEntries(results)).toEqual({
      a: { value: "501" },
      bad: { stopped: "time", detail: "" },
      b: { value: "A" },
    });
  });
});
