import { record } from "@/lib/db/audit";
import type { Db } from "@/lib/db/client";
import { insertVersion, newestVersion } from "@/lib/db/mappings";
import type { ConfigurationProblem, MappingFile } from "@/lib/domain/configuration";
import { changesBetween } from "@/lib/domain/mapping/change";
import { standardMappings } from "@/lib/domain/mapping/standard";
import { salesOrderFields } from "@/lib/domain/mapping/targets";
import type { FlowContext } from "@/lib/flows/context";

type Given = { sellerId: string; integrationId: string; slug: string; path: string; file: MappingFile };

/**
 * Part of applying a configuration file: publishes the mapping it brings, with the note and the history it had where it
 * comes from. Twice is safe: what is in force already is not published again. Returns what is wrong with it.
 */
export async function applyMapping(ctx: FlowContext, tx: Db, given: Given): Promise<ConfigurationProblem[]> {
  const { content, note, history } = given.file;
  const locked = new Set(salesOrderFields.filter((field) => field.locked).map(({ target }) => target));
  const touched = changesBetween(standardMappings["sales-order"], content).filter(({ name }) => locked.has(name));
  if (touched.length > 0)
    return touched.map(({ name }) => ({
      path: `${given.path}.content.rules`,
      message: `"${name}" must stay as in version 1`,
    }));
  const key = { integrationId: given.integrationId, kind: "sales-order" as const };
  const before = await newestVersion(tx, key, ctx.now());
  if (changesBetween(before.content, content).length === 0) return [];
  const past = history.map(
    ({ version, author, publishedAt, note: said }) =>
      `${version} · ${author} · ${publishedAt.slice(0, 10)}${said ? `: ${said}` : ""}`,
  );
  const made = await insertVersion(tx, before, {
    content,
    author: ctx.actor,
    note: [note, ...past].filter(Boolean).join("\n"),
    publishedAt: ctx.now(),
  });
  await record(tx, {
    sellerId: given.sellerId,
    actor: ctx.actor,
    action: "mapping.import",
    subject: given.slug,
    before: { version: before.version },
    after: { version: made?.version ?? null, note },
  });
  return [];
}
