import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParseResult, parseSync } from "oxc-parser";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The folders of code, as the checkout has them. */
export const code = ["lib", "components", "app", "sandbox", "scripts", "e2e", "bench"];
export const isTest = (path: string) => /\.(test|spec)\.tsx?$/.test(path);

/** Every file of code below a folder, tests among them; declarations of plain JavaScript are no code. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return filesBelow(path);
    return /\.(tsx?|mjs)$/.test(name) && !/\.d\.m?ts$/.test(name) ? [path] : [];
  });
}

export const sourceFiles = (folder: string) =>
  filesBelow(folder).filter((path) => /\.tsx?$/.test(path) && !isTest(path));

const parsed = new Map<string, ParseResult>();

/** What a file says, parsed once; throws where it is no TypeScript. */
export function parse(path: string): ParseResult {
  const known = parsed.get(path);
  if (known) return known;
  const result = parseSync(path, read(path));
  if (result.errors.length > 0) throw new Error(`${path}: ${result.errors[0]?.message}`);
  parsed.set(path, result);
  return result;
}

export type Import = { target: string; typesOnly: boolean };

/** What a file imports or passes on, paths of ours from the root; whole statements of types are marked. */
export function imports(path: string): Import[] {
  const text = read(path);
  const { staticImports, staticExports, dynamicImports } = parse(path).module;
  const found: Import[] = staticImports.map(({ moduleRequest, entries }) => ({
    target: moduleRequest.value,
    typesOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  for (const { entries } of staticExports) {
    const [first] = entries;
    if (first?.moduleRequest)
      found.push({ target: first.moduleRequest.value, typesOnly: entries.every(({ isType }) => isType) });
  }
  for (const { moduleRequest } of dynamicImports) {
    const [, target] = text.slice(moduleRequest.start, moduleRequest.end).match(/^"([^"]+)"$/) ?? [];
    if (target) found.push({ target, typesOnly: false });
  }
  return found.map(({ target, typesOnly }) => ({ target: fromRoot(path, target), typesOnly }));
}

function fromRoot(path: string, target: string): string {
  if (target.startsWith("@/")) return target.slice(2);
  return target.startsWith(".") ? relative(root, join(root, dirname(path), target)) : target;
}

/** The names a file exports, types among them. */
export const exportsOf = (path: string): string[] =>
  parse(path).module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName }) => (exportName.name ? [exportName.name] : [])),
  );
