import { randomUUID } from "node:crypto";
import { ConnectorError, type Finding } from "@/lib/connectors/contract";
import type { MappingCheck } from "@/lib/domain/documents/mapping-preview";
import { parcelScope } from "@/lib/domain/documents/parcel-document";
import { salesOrderScopes } from "@/lib/domain/documents/sales-order";
import { checkMapping as checkAgainst, namedValues } from "@/lib/domain/mappings/check";
import type { Mapping, MappingKind, TargetField } from "@/lib/domain/mappings/rule";
import type { Scope } from "@/lib/domain/mappings/scope";
import { standardMappings } from "@/lib/domain/mappings/standard";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import type { FlowContext } from "@/lib/flows/engine/context";
import type { OpenIntegration } from "@/lib/flows/engine/open-integration";
import { withSeat } from "@/lib/flows/engine/run";
import { mappedFields } from "@/lib/flows/mappings/prepare-mapping";

/** Started by a person and by publishing. Holds a mapping against the ERP's fields and, where asked, against the ERP itself. */
export async function checkMapping(
  ctx: FlowContext,
  integration: OpenIntegration,
  { kind = "sales-order", mapping, live }: { kind?: MappingKind; mapping: Mapping; live: boolean },
): Promise<MappingCheck> {
  const fields = mappedFields(kind, integration, mapping);
  const issues = checkAgainst(mapping, {
    fields,
    standard: standardMappings[kind],
    sample: sampleScopes(kind, integration),
  });
  const named = namedValues(mapping, fields);
  const names = [...named.customers, ...named.warehouses, ...named.items];
  if (!live || names.length === 0) return { issues, erp: live ? "none" : "silent" };
  const findings = await askErp(ctx, integration, named);
  if (!findings) return { issues, erp: "silent" };
  const unknown = findings.filter(({ problem }) => problem?.kind === "rejected");
  const known = new Set(names);
  return {
    issues: [
      ...issues,
      ...unknown.flatMap(({ subject }) => {
        const value = [...known].find((name) => subject.endsWith(` ${name}`));
        return value
          ? [{ target: targetOf(mapping, fields, value), code: "not-in-erp", level: "error", about: subject } as const]
          : [];
      }),
    ],
    erp: "asked",
  };
}

/** A scope that shows every path an order has, for each target. */
function sampleScopes(kind: MappingKind, integration: OpenIntegration): (target: string) => Scope {
  const deposits = [{ lineId: "1", name: "SGR", quantity: 1, unitPrice: "0.5", vatRate: "0" }];
  const order = sampleOrder({ deposits });
  if (kind === "shipment") {
    const scope = parcelScope({ order, raw: {}, shipment: { number: "", packages: 1, weight: null } });
    return () => scope;
  }
  const { header, lines } = salesOrderScopes({
    order,
    settings: integration.settings.orders,
    channelSlug: integration.channelConnection.slug,
    itemOf: ({ sku }) => sku,
  });
  return (target) => lines.find(({ group }) => target.startsWith(`lines.${group}.`))?.scope ?? header;
}

function targetOf({ rules, tables }: Mapping, fields: TargetField[], value: string): string {
  const named = new Set(fields.filter(({ names }) => names !== null).map(({ target }) => target));
  const says = rules
    .filter(({ target }) => named.has(target))
    .find((rule) => {
      const used = rule.transforms.flatMap((one) =>
        one.do === "lookup" ? Object.values(tables[one.table] ?? {}) : [],
      );
      return used.includes(value) || JSON.stringify(rule).includes(JSON.stringify(value));
    });
  return says?.target ?? "";
}

type Cached = { at: number; findings: Finding[] };
const cacheMinutes = 5;
const answers = new Map<string, Cached>();

/** What the ERP says of the named values, at most five minutes old; null where it cannot be asked now. */
async function askErp(
  ctx: FlowContext,
  integration: OpenIntegration,
  named: ReturnType<typeof namedValues>,
): Promise<Finding[] | null> {
  const key = `${integration.erpConnection.id} ${JSON.stringify(named)}`;
  const now = ctx.now().getTime();
  const known = answers.get(key);
  if (known && now - known.at < cacheMinutes * 60_000) return known.findings;
  const seat = {
    connectionId: integration.erpConnection.id,
    holder: `mapping/${randomUUID().slice(0, 8)}`,
    waitSeconds: 10,
  };
  const findings = await withSeat(ctx, seat, () =>
    integration.erp.test({ orderTypes: [], ...named }).finally(() => integration.erp.close()),
  ).catch((error: unknown) => {
    if (error instanceof ConnectorError) return null;
    throw error;
  });
  if (!findings) return null;
  if (answers.size > 100) answers.clear();
  answers.set(key, { at: now, findings });
  return findings;
}
