import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { pageAccess, routeAccess } from "@/lib/auth/access";
import { longFunctions } from "../e2e/support/house/functions";
import { exportsItsName } from "../e2e/support/house/names";
import { againstTheOrder, arrowsOf } from "../e2e/support/house/rooms";
import { code, filesBelow, imports, isTest, read, root, sourceFiles } from "../e2e/support/house/sources";

type Row = { ring: string; ours: { prefix: string; typesOnly: boolean }[]; packages: string[] };

/** The table of AGENTS.md, longest ring first, so that a file belongs to the most specific row. */
function importTable(): Row[] {
  const lines = read("AGENTS.md").split("\n");
  const start = lines.indexOf("| ring | may import of ours | may import of packages |");
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith("|")),
    )
    .map((line) =>
      line
        .split("|")
        .slice(1, 4)
        .map((cell) => cell.trim()),
    )
    .map(([ring = "", ours = "", packages = ""]) => ({
      ring: ring.replaceAll("`", ""),
      ours: [...ours.matchAll(/`([^`]+)`( types)?/g)].map(([, prefix = "", types]) => ({
        prefix,
        typesOnly: Boolean(types),
      })),
      packages: [...packages.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
    }))
    .sort((a, b) => b.ring.length - a.ring.length);
}

const isOurs = (target: string) =>
  ["app/", "components/", "lib/", "sandbox/", "scripts/", "e2e/"].some((ring) => target.startsWith(ring));
const within = (target: string, prefix: string) =>
  target === prefix || target.startsWith(`${prefix}/`) || `${target}.ts` === prefix;

function broken(path: string, row: Row): string[] {
  return imports(path)
    .filter(({ target, typesOnly }) => {
      if (isOurs(target))
        return !row.ours.some((rule) => within(target, rule.prefix) && (!rule.typesOnly || typesOnly));
      if (target.startsWith("node:") || builtinModules.includes(target)) return row.ring === "lib/domain";
      return !row.packages.some((name) => name === "*" || target === name || target.startsWith(`${name}/`));
    })
    .map(
      ({ target, typesOnly }) =>
        `${path} may not import ${typesOnly ? "the type of " : ""}${target}: see the row of ${row.ring} in AGENTS.md`,
    );
}

/** `GET /api/orders/[id]` for every method a route file exports, with the file and whether the guard was told so. */
function exportedRoutes(): { line: string; path: string; guarded: boolean }[] {
  return sourceFiles("app")
    .filter((path) => path.endsWith("/route.ts"))
    .flatMap((path) => {
      const text = read(path);
      const methods = [...text.matchAll(/\b(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b(?= =|,| \}|\()/g)];
      return [...new Set(methods.map(([, method = ""]) => method))].map((method) => {
        const line = `${method} /${dirname(path).replace(/^app\//, "")}`;
        const opening = new RegExp(
          `export const ${method} = with(User|Key)\\(\\s*"${line.replace(/[[\].]/g, "\\$&")}"`,
        );
        return { line, path, guarded: opening.test(text) };
      });
    });
}

describe("the house", () => {
  it("has a line in lib/auth/access.ts for every route and page, and a door in front of each", () => {
    const found = exportedRoutes();
    const wanted = found
      .filter(({ line, guarded }) => !(line in routeAccess) || !guarded)
      .map(
        ({ line, path }) =>
          `${path}: add "${line}": mayRead (or another right) to lib/auth/access.ts and export it by withUser("${line}", …)`,
      );
    const gone = Object.keys(routeAccess).filter((line) => !found.some((route) => route.line === line));
    const pageFiles = sourceFiles("app/(desk)").filter((path) => path.endsWith("page.tsx"));
    const pageOf = (path: string) => `/${dirname(path).slice("app/(desk)/".length)}`;
    const unguarded = pageFiles
      .filter((path) => !(pageOf(path) in pageAccess) || !read(path).includes(`requirePage("${pageOf(path)}", `))
      .map(
        (path) =>
          `${path}: add "${pageOf(path)}": mayRead to lib/auth/access.ts and begin with requirePage("${pageOf(path)}", searchParams)`,
      );
    expect({ wanted, unguarded, gone }).toEqual({ wanted: [], unguarded: [], gone: [] });
    expect(found.length).toBeGreaterThan(20);
  });

  it("lets a page write through a route only: the one server action keeps a reader's own language", () => {
    const actions = ["app", "components", "lib"]
      .flatMap(sourceFiles)
      .filter((path) => /^\s*["']use server["']/m.test(read(path)));
    expect(actions).toEqual(["app/preferences.ts"]);
  });

  it("keeps its directions of import", () => {
    const table = importTable();
    expect(table.length).toBeGreaterThan(10);
    const files = ["lib", "components", "app", "sandbox"].flatMap(sourceFiles);
    const found = files.flatMap((path) => {
      const row = table.find(({ ring }) => within(path, ring));
      return row ? broken(path, row) : [];
    });
    expect(found).toEqual([]);
  });

  it.each(["lib/flows", "lib/db", "lib/domain", "lib/text", "components"])(
    "has rooms in %s that import only rooms below them",
    (ring) => {
      expect(arrowsOf(ring).size).toBeGreaterThan(3);
      expect(againstTheOrder(ring)).toEqual([]);
    },
  );

  it("has the engine as the ground of lib/flows and the schedule as its roof", () => {
    const arrows = arrowsOf("lib/flows");
    const onTheRoof = [...arrows].flatMap(([, targets]) => targets.get("schedule") ?? []);
    expect([...(arrows.get("engine")?.values() ?? [])].flat()).toEqual([]);
    expect(onTheRoof).toEqual([]);
    expect(arrows.get("schedule")?.size).toBeGreaterThan(3);
  });

  it("has no folder of more than 25 files of code", () => {
    const perFolder = new Map<string, number>();
    for (const path of code.flatMap(filesBelow).filter((one) => !isTest(one)))
      perFolder.set(dirname(path), (perFolder.get(dirname(path)) ?? 0) + 1);
    expect([...perFolder].filter(([, files]) => files > 25)).toEqual([]);
  });

  it("exports from every file something of the file's own name", () => {
    // Tables of one subject lie together there, and are imported by the name of the table.
    const files = ["lib", "components"].flatMap(sourceFiles).filter((path) => !path.startsWith("lib/db/schema/"));
    const strict = (path: string) => path.startsWith("lib/flows/") || path.startsWith("components/");
    expect(files.filter((path) => !exportsItsName(path, strict(path)))).toEqual([]);
  });

  it("has no function of more than 50 lines, those of JSX apart", () => {
    const files = code.flatMap(filesBelow).filter((path) => !isTest(path));
    expect(files.flatMap((path) => longFunctions(path, 50))).toEqual([]);
  });

  it("imports every dependency and uses every file and every export somewhere else", () => {
    const knip = spawnSync(process.execPath, ["node_modules/knip/bin/knip.js"], { cwd: root, encoding: "utf8" });
    expect(knip.stdout + knip.stderr).toBe("");
    expect(knip.status).toBe(0);
  });

  it("casts nothing through unknown: a type that does not fit is mended where it is declared", () => {
    const files = ["lib", "app", "components", "scripts", "bench", "sandbox", "e2e"].flatMap(sourceFiles);
    expect(files.filter((path) => /\bas (unknown|never|any) as\b/.test(read(path)))).toEqual([]);
  });

  it("names a vendor's folder in the registry alone", () => {
    const vendors = readdirSync(join(root, "lib/connectors")).filter((name) =>
      statSync(join(root, "lib/connectors", name)).isDirectory(),
    );
    const outside = ["lib", "components", "app"]
      .flatMap(sourceFiles)
      .filter((path) => !path.startsWith("lib/connectors/"));
    const found = outside.filter((path) =>
      imports(path).some(({ target }) => vendors.some((vendor) => within(target, `lib/connectors/${vendor}`))),
    );
    expect(found).toEqual([]);
  });

  it("has papers whose every path exists", () => {
    const papers = [
      "README.md",
      "DECISIONS.md",
      "AGENTS.md",
      "CONTRIBUTING.md",
      "CHANGELOG.md",
      ...(existsSync(join(root, "docs")) ? readdirSync(join(root, "docs")).map((name) => `docs/${name}`) : []),
    ].filter((path) => path.endsWith(".md"));
    const missing = papers.flatMap((paper) =>
      [
        ...read(paper).matchAll(
          /`((?:app|components|lib|drizzle|public|e2e|sandbox|scripts|bench|docs)\/[\w./[\]-]*|[\w-]+\.(?:md|ts|json|mjs))`/g,
        ),
      ]
        .map(([, path = ""]) => path)
        .filter((path) => ![path, `${path}.ts`, `lib/connectors/${path}`].some((one) => existsSync(join(root, one))))
        .map((path) => `${paper} names ${path}, which is not there`),
    );
    expect(missing).toEqual([]);
  });

  it("has every decision in the index of decisions", () => {
    const text = read("DECISIONS.md");
    const titles = [...text.matchAll(/^## \d{4}-\d\d-\d\d · (.+)$/gm)].map(([, title = ""]) => title);
    expect(titles.length).toBeGreaterThan(50);
    expect(titles.filter((title) => !text.includes(`  - [${title}](#`))).toEqual([]);
  });

  it("keeps every file under 250 lines", () => {
    const long = code
      .flatMap(filesBelow)
      .filter((path) => !isTest(path) && !path.includes("/text/"))
      .map((path) => ({ path, lines: read(path).split("\n").length - 1 }))
      .filter(({ lines }) => lines > 250);
    expect(long).toEqual([]);
  });

  it("names only tests that exist in the tables of the connectors", () => {
    const tables = ["emag", "acumatica"].map((name) => `lib/connectors/${name}/README.md`);
    const missing = tables.flatMap((table) =>
      [...read(table).matchAll(/`((?:[\w-]+\/)*[\w-]+\.test\.ts)`/g)]
        .map(([, name = ""]) => name)
        .filter((name) => ![name, join(dirname(table), name)].some((path) => existsSync(join(root, path))))
        .map((name) => `${table}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});
