import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { metrics } from "@/lib/db/overview/metrics";
import { expose } from "./exposition";

const deploy = fileURLToPath(new URL("../../../deploy", import.meta.url));

it("every figure that the dashboard and the alert rules ask for is one that is given, with the labels they name", async () => {
  const { text } = await expose([]);
  const given = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
  const asked = readdirSync(deploy)
    .filter((name) => /\.(json|yaml)$/.test(name))
    .map((name) => readFileSync(`${deploy}/${name}`, "utf8"))
    .join("\n");
  const names = [...new Set(asked.match(/\b(megzo|nodejs|process)_\w+/g))];
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !given.has(name))).toEqual([]);
  for (const [, name = "", labels = ""] of asked.matchAll(/\b(megzo_\w+)\{([^}]*)\}/g)) {
    const known: readonly string[] = metrics[name as keyof typeof metrics].labels;
    const wanted = [...labels.matchAll(/(\w+)\s*[=!]/g)].map(([, label = ""]) => label);
    expect(
      wanted.filter((label) => !known.includes(label)),
      name,
    ).toEqual([]);
  }
});
