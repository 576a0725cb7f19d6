import { writeAudit } from "@/lib/db/audit";
import type { Tx } from "@/lib/db/client";
import { insertVersion, newestVersion } from "@/lib/db/mappings/mappings";
import type { ConfigurationProblem, MappingFile } from "@/lib/domain/connections/configuration";
import { changesBetween } from "@/lib/domain/mappings/change";
import type { MappingIssue } from "@/lib/domain/mappings/check";
import type { MappingKind } from "@/lib/domain/mappings/rule";
import type { FlowContext } from "@/lib/flows/engine/context";
import { openIntegration } from "@/lib/flows/engine/open-integration";
import { checkMapping } from "@/lib/flows/mappings/check-mapping";

type Given = {
  sellerId: string;
  integrationId: string;
  slug: string;
  path: string;
  kind: MappingKind;
  file: MappingFile;
};

/**
 * Part of applying a configuration file: publishes the mapping it brings, with its note and the history it had where it
 * comes from, after the checks a person's publishing goes through; only the ERP itself is not asked. Twice is safe:
 * what is in force already is not published again. Returns what is wrong with it; then nothing is published.
 * @throws Error when the integration is gone
 */
export async function applyMapping(ctx: FlowContext, tx: Tx, given: Given): Promise<ConfigurationProblem[]> {
  const { content, note, history } = given.file;
  const key = { integrationId: given.integrationId, kind: given.kind };
  const before = await newestVersion(tx, key, ctx.now());
  if (changesBetween(before.content, content).length === 0) return [];
  const integration = await openIntegration({ ...ctx, db: tx }, given.integrationId);
  if (!integration) throw new Error(`integration ${given.slug} is not there`);
  const { issues } = await checkMapping(ctx, integration, { kind: given.kind, mapping: content, live: false });
  const errors = issues.filter(({ level }) => level === "error");
  if (errors.length > 0) return errors.map((issue) => problemOf(issue, given));
  const published = {
    content,
    author: ctx.actor,
    note,
    publishedAt: ctx.now(),
    imported: history.length > 0 ? history : undefined,
  };
  const made = await insertVersion(tx, before, published);
  if (!made) return [{ path: given.path, message: "somebody published a version at the same moment: apply it again" }];
  await writeAudit(tx, {
    sellerId: given.sellerId,
    actor: ctx.actor,
    action: "mapping.import",
    subject: `${given.slug} ${given.kind}`,
    before: { version: before.version },
    after: { version: made.version, note },
  });
  return [];
}

const sentences: Record<MappingIssue["code"], (about: string) => string> = {
  "unknown-target": () => "the ERP has no such field",
  absent: (about) => `${about} is gone in this endpoint version`,
  locked: () => "must stay as in version 1",
  "no-rule": (about) => `${about} is required and has no rule`,
  "unknown-source": (about) => `an order has no ${about}`,
  "unknown-table": (about) => `there is no table "${about}"`,
  "unknown-rates": (about) => `there is no rate list "${about}"`,
  "default-missing": (about) => `the lookup in "${about}" has no default`,
  "rate-no-figure": (about) => `${about} is no rate`,
  "does-not-fit": (about) => `"${about}" does not fit the field`,
  "not-in-erp": (about) => `the ERP does not know ${about}`,
};

function problemOf({ target, code, about }: MappingIssue, { path, file }: Given): ConfigurationProblem {
  const at = file.content.rules.findIndex((rule) => rule.target === target);
  const place = at < 0 ? `${path}.content.rules` : `${path}.content.rules[${at}]`;
  return { path: place, message: `"${target}": ${sentences[code](about)}` };
}
