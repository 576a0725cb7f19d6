import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pageAccess } from "@/lib/auth/access";
import { config } from "@/proxy";

const folder = fileURLToPath(new URL("../public", import.meta.url));
const read = (name: string) => readFileSync(`${folder}/${name}`);
const names = readdirSync(folder);
const guarded = (path: string) => config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(path));

/** Width and height as a PNG states them, such as `192x192`. */
const sizeOf = (png: Buffer) => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;

describe("what a browser asks for before anybody has signed in", () => {
  it("is let through, and no page besides", () => {
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => guarded(`/${name}`))).toEqual([]);
    const asked = [...Object.keys(pageAccess), "/no-such-page", "/icons", "/icon", "/offline", "/robots.txt/orders"];
    expect(asked.filter((path) => !guarded(path))).toEqual([]);
  });

  it("holds every icon that the manifest names, in the size it states", () => {
    const manifest = JSON.parse(read("manifest.webmanifest").toString()) as { icons: { src: string; sizes: string }[] };
    const drawn = manifest.icons.filter(({ src }) => src.endsWith(".png"));
    expect(drawn.map(({ sizes }) => sizes)).toEqual(["192x192", "512x512", "512x512"]);
    for (const { src, sizes } of drawn) expect(sizeOf(read(src)), src).toBe(sizes);
    expect(sizeOf(read("apple-touch-icon.png"))).toBe("180x180");
  });

  it("asks every search engine to stay away", () => {
    expect(read("robots.txt").toString()).toBe("User-agent: *\nDisallow: /\n");
  });
});

describe("the page for want of a network", () => {
  const page = read("offline.html").toString();

  it("needs nothing that would have to be fetched, and runs nothing", () => {
    expect([...page.matchAll(/\b(?:src|href)="([^"]*)"|url\(|@import/g)].map(([, to]) => to)).toEqual(["", ""]);
    expect(page).not.toMatch(/<script|\son\w+=/);
  });

  it("speaks both languages", () => {
    expect(page).toContain('<html lang="ro">');
    expect(page).toContain('<section lang="en">');
  });

  it("is kept anew by browsers when it changes, since its digest names where they keep it", () => {
    const digest = createHash("sha256").update(page).digest("hex").slice(0, 8);
    expect(read("offline-worker.js").toString()).toContain(`"offline-${digest}"`);
  });
});
