import { describe, expect, it } from "vitest";
import { checkConfiguration } from "@/lib/flows/operations/check-configuration";
import { demoConfiguration, demoEnvironment } from "../../../sandbox/demo.mjs";

const secrets = demoEnvironment({
  passwords: { admin: "12345678", support: "12345678" },
  tokens: { emag: "token-1", erp: "token-2" },
});
const file = () => structuredClone(demoConfiguration({ emagPort: 1, acumaticaPort: 2 }));

type Loose = { [key: string]: Loose } & Loose[];
const changed = (change: (file: Loose) => void) => {
  const copy = file() as Loose;
  change(copy);
  return checkConfiguration(copy, secrets).problems.map(({ path }) => path);
};

describe("a configuration file", () => {
  it("in order has no problems", () => {
    expect(checkConfiguration(file(), secrets).problems).toEqual([]);
  });

  it("with several mistakes is told every one of them by its JSON path", () => {
    const paths = changed((copy) => {
      const seller = copy.sellers?.[0] as Loose;
      Object.assign(seller, { nickname: "x" });
      Object.assign(seller.connections?.[0]?.settings ?? {}, { baseUrl: "not a url", colour: "red" });
      Object.assign(seller.connections?.[1] ?? {}, { connector: "sap" });
      Object.assign(seller.integrations?.[0]?.stock ?? {}, { buffer: -1 });
    });
    expect(paths).toEqual(
      expect.arrayContaining([
        "$.sellers[0].nickname",
        "$.sellers[0].integrations[0].stock.buffer",
        "$.sellers[0].connections[0].settings.baseUrl",
        "$.sellers[0].connections[0].settings.colour",
        "$.sellers[0].connections[1].connector",
      ]),
    );
  });

  it("is held against each connector's own fields", () => {
    const paths = changed((copy) => {
      Object.assign(copy.sellers?.[0]?.connections?.[0]?.settings ?? {}, { baseUrl: "not a url", colour: "red" });
      Object.assign(copy.sellers?.[0]?.connections?.[1]?.credentials ?? {}, { method: "magic" });
    });
    expect(paths).toEqual(
      expect.arrayContaining([
        "$.sellers[0].connections[0].settings.baseUrl",
        "$.sellers[0].connections[0].settings.colour",
        "$.sellers[0].connections[1].credentials.method",
      ]),
    );
  });

  it("names a connection that is not there, one of the wrong kind, and what is used twice", () => {
    const paths = changed((copy) => {
      const seller = copy.sellers?.[0] as Loose;
      Object.assign(seller.integrations?.[0] ?? {}, { channel: "erp", erp: "nowhere" });
      (seller.users as Loose).push(structuredClone(seller.users?.[0]) as never);
    });
    expect(paths).toEqual(
      expect.arrayContaining([
        "$.sellers[0].integrations[0].channel",
        "$.sellers[0].integrations[0].erp",
        "$.sellers[0].users[1].email",
      ]),
    );
  });

  it("names the environment variable of a secret that is not set", () => {
    const { problems } = checkConfiguration(file(), { ...secrets, EMAG_PASSWORD: undefined });
    expect(problems).toEqual([
      {
        path: "$.sellers[0].connections[0].credentials.password",
        message: "the environment variable EMAG_PASSWORD is not set",
      },
    ]);
  });
});
