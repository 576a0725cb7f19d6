import { newestVersion } from "@/lib/db/mappings/mappings";
import {
  assembleParcel,
  type ParcelDocument,
  type ParcelInput,
  parcelExpressions,
} from "@/lib/domain/documents/parcel-document";
import type { Prepared } from "@/lib/domain/mappings/evaluate";
import type { Problem } from "@/lib/domain/problem";
import { evaluateInExpressionBox } from "@/lib/expression-box";
import type { FlowContext } from "@/lib/flows/engine/context";
import type { OpenIntegration } from "@/lib/flows/engine/open-integration";
import { prepareMapping } from "@/lib/flows/mappings/prepare-mapping";

/** The one way a parcel is filled in, for the channel and for a preview: expressions in their box first, then the rules. */
export async function buildParcel(prepared: Prepared, input: ParcelInput): Promise<ParcelDocument | Problem> {
  const calls = parcelExpressions(prepared, input);
  return assembleParcel(prepared, input, calls.length > 0 ? await evaluateInExpressionBox(calls) : undefined);
}

/** The parcel mapping in force now: a parcel is ordered once, so no order begins with an older one. */
export async function parcelMapping(ctx: FlowContext, integration: OpenIntegration): Promise<Prepared> {
  const { content, version } = await newestVersion(
    ctx.db,
    { integrationId: integration.row.id, kind: "shipment" },
    ctx.now(),
  );
  return prepareMapping("shipment", integration, content, String(version));
}
