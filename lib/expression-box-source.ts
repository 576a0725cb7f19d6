/**
 * The thread the expressions run in, as text, because it is started by `eval`. Before the first expression it removes
 * `process` and code from text and closes the prototypes to new members, so that no expression reaches outside or
 * changes the next one.
 */
export const expressionBoxSource = `
const { parentPort, workerData } = require("node:worker_threads");
const jsonata = require("jsonata");
const forbidden = new Set(["__proto__", "prototype", "constructor", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"]);
const environment = new Set(["process", "globalThis", "global", "require", "module", "eval", "Function", "env"]);
for (const one of [Object, Array, String, Number, Boolean, RegExp, Promise, Map, Set, Function, Date, Error]) Object.preventExtensions(one.prototype);
delete Object.prototype.__proto__;
Object.defineProperty(globalThis, "process", { value: undefined });
Object.defineProperty(globalThis, "eval", { value: undefined });
Object.defineProperty(globalThis, "Function", { value: undefined });

const compiled = new Map();
function compile(code) {
  const known = compiled.get(code);
  if (known) return known;
  if (compiled.size > 200) compiled.clear();
  const made = jsonata(code, { timeout: workerData.evaluationMs, stack: 150, sequence: 10000 });
  inspect(made.ast());
  compiled.set(code, made);
  return made;
}

/** Names are checked before anything runs, so that the message can say which one is not allowed. */
function inspect(node, seen = new Set()) {
  if (node === null || typeof node !== "object" || seen.has(node)) return;
  seen.add(node);
  if (typeof node.value === "string") {
    const isName = node.type === "name" || node.type === "variable";
    if (forbidden.has(node.value)) throw { stopped: "prototype", detail: node.value };
    if (isName && environment.has(node.value)) throw { stopped: "environment", detail: node.value };
    if (node.type === "variable" && node.value === "eval") throw { stopped: "environment", detail: "$eval" };
  }
  for (const part of Object.values(node)) inspect(part, seen);
}

async function work(code, scope) {
  try {
    const value = await compile(code).evaluate(scope);
    if (value === undefined || value === null) return { value: null };
    if (typeof value === "string") return value.length > 500 ? { stopped: "not-a-value", detail: "> 500" } : { value };
    if (typeof value === "number") return Number.isFinite(value) ? { value } : { stopped: "not-a-value", detail: "number" };
    if (typeof value === "boolean") return { value };
    return { stopped: "not-a-value", detail: Array.isArray(value) ? "list" : typeof value };
  } catch (error) {
    if (error && error.stopped) return { stopped: error.stopped, detail: error.detail };
    const codeOf = error && error.code;
    if (codeOf === "D1012" || codeOf === "U1001") return { stopped: codeOf === "D1012" ? "time" : "recursion", detail: "" };
    if (codeOf === "D1011" || error instanceof RangeError) return { stopped: "recursion", detail: "" };
    if (codeOf === "D2014" || codeOf === "D2015") return { stopped: "memory", detail: "" };
    return { stopped: "failed", detail: String(codeOf || "") + (error && error.position !== undefined ? " @" + error.position : "") };
  }
}

parentPort.on("message", async (calls) => {
  for (const { key, code, scope } of calls) parentPort.postMessage({ key, result: await work(code, scope) });
});
parentPort.postMessage("ready");
`;
