import { describe, expect, it } from "vitest";
import { z } from "zod";
import { equals, path, query } from "@/lib/connectors/acumatica/odata/filter";
import { amount, decimal, encodeJson, parseJson, raw, rows, text, wrap } from "@/lib/connectors/acumatica/wire";

describe("fields as the ERP wraps them", () => {
  const shape = z.object({ Name: text, Total: decimal, Qty: raw, Lines: rows(z.object({ Name: text })) });
  const empty = { Name: "", Total: null, Qty: null, Lines: [] };

  it.each([
    ["missing", {}],
    ["null", { Name: null, Total: null, Qty: null, Lines: null }],
    ["{}", { Name: {}, Total: {}, Qty: {}, Lines: [] }],
    ["a null value", { Name: { value: null }, Total: { value: null }, Qty: { value: null } }],
  ])("treats %s as empty", (_what, body) => {
    expect(shape.parse(body)).toEqual(empty);
  });

  it("trims codes", () => {
    expect(shape.parse({ Name: { value: "CHAIR-01      " } }).Name).toBe("CHAIR-01");
  });

  it.each([
    ['{"value":41.3140}', "41.314"],
    ['{"value":123456789012.345}', "123456789012.345"],
    ['{"value":0.0000001}', "0.0000001"],
    ['{"value":-16.5207}', "-16.5207"],
    ['{"value":"1999.000000"}', "1999"],
    ['{"value":12345678901234567890.1234567}', "12345678901234567890.1234567"],
    ['{"value":1.5e3}', "1500"],
    ['{"value":"many"}', null],
  ])("reads %s without losing a digit", (source, expected) => {
    expect(decimal.parse(parseJson(source))).toBe(expected);
  });

  it("writes decimals as numbers, leaves out what is not given and sends empty text", () => {
    const body = wrap({ UnitPrice: amount("41.3140"), State: "", Hold: false, Branch: null, TaxCategory: undefined });
    expect(encodeJson(body)).toBe('{"UnitPrice":{"value":41.3140},"State":{"value":""},"Hold":{"value":false}}');
  });

  it("keeps text that looks like a number, quotes and escapes as they are", () => {
    expect(parseJson('{"a":"1.50 \\"2\\" \\\\","b":[-1,true,null],"TimeStamp":639080123456789012}')).toEqual({
      a: '1.50 "2" \\',
      b: ["-1", true, null],
      TimeStamp: "639080123456789012",
    });
    for (const broken of ["", "<html>", '{"a":1', '{"a" 1}']) expect(parseJson(broken)).toBeUndefined();
  });
});

describe("addresses", () => {
  it("doubles quotes and encodes plus signs, blanks and ampersands", () => {
    expect(equals("CustomerOrder", "O'Neil")).toBe("CustomerOrder eq 'O''Neil'");
    expect(
      query({ $filter: "LastModified gt datetimeoffset'2026-03-01T10:31:28+02:00' & x", $top: 1, $skip: undefined }),
    ).toBe("?$filter=LastModified%20gt%20datetimeoffset'2026-03-01T10%3A31%3A28%2B02%3A00'%20%26%20x&$top=1");
    expect(path("Credit Memo", "CM/1")).toBe("Credit%20Memo/CM%2F1");
  });
});
