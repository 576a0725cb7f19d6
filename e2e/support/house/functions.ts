import { parse, read } from "./sources";

type Node = { type: string; start: number; end: number };

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

const children = (node: object): Node[] => Object.values(node).flat().filter(isNode);

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
const markup = new Set(["JSXElement", "JSXFragment"]);

/** The functions of a file that are over so many lines, those of JSX apart, as `path:line is N lines`. */
export function longFunctions(path: string, limit: number): string[] {
  const lineEnds = [...read(path).matchAll(/\n/g)].map(({ index }) => index);
  const lineOf = (offset: number) => lineEnds.filter((end) => end < offset).length + 1;
  const found: string[] = [];

  /** Visits a node; returns the lines of the JSX in it. */
  function visit(node: Node): Set<number> {
    const jsx = new Set(children(node).flatMap((child) => [...visit(child)]));
    if (markup.has(node.type)) for (let at = lineOf(node.start); at <= lineOf(node.end - 1); at++) jsx.add(at);
    if (functions.has(node.type)) {
      const lines = lineOf(node.end - 1) - lineOf(node.start) + 1 - jsx.size;
      if (lines > limit) found.push(`${path}:${lineOf(node.start)} is ${lines} lines`);
    }
    return jsx;
  }
  visit(parse(path).program);
  return found;
}
