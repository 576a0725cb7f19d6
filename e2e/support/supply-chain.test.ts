import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { billOfMaterials, installScripts, licences } from "../../scripts/supply-chain/supply-chain.mjs";

type Entry = { inBundle?: boolean };

it("lists everything that runs in production, with its version and its hash", () => {
  const { components } = billOfMaterials();
  const names = components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["next", "postgres", "@node-rs/argon2", "otplib"]));
  expect(names).not.toContain("vitest");
  // What comes inside another package's file has no hash but that file's.
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Entry> };
  const inside = Object.keys(packages).filter((path) => packages[path]?.inBundle);
  const unhashed = components.filter(({ hashes }) => hashes.length === 0).map(({ name }) => name);
  expect(unhashed.filter((name) => !inside.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual([]);
});

it("uses nothing whose licence would bind the product's own source, or is not stated", () => {
  const bound = Object.keys(licences()).filter((name) => /(^|[^L])(A?GPL|SSPL|BUSL)|not stated|UNLICENSED/.test(name));
  expect(bound).toEqual([]);
});

it("lets no package run anything while it is installed", () => {
  expect(installScripts().filter(({ denied }) => !denied)).toEqual([]);
});
