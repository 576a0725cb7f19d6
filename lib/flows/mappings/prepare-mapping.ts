import { compileMapping, type Prepared } from "@/lib/domain/mappings/evaluate";
import type { Mapping, MappingKind, TargetField } from "@/lib/domain/mappings/rule";
import { targetFieldsOf } from "@/lib/domain/mappings/targets";
import type { OpenIntegration } from "@/lib/flows/engine/open-integration";

type Sides = Pick<OpenIntegration, "erp">;

/** The fields a mapping of that kind may fill in this integration. */
export function mappedFields(kind: MappingKind, { erp }: Sides, { custom }: Mapping): TargetField[] {
  return targetFieldsOf(kind, erp.salesOrderFields(), custom);
}

/** A mapping made ready for this integration; `version` names it in problems. */
export function prepareMapping(kind: MappingKind, sides: Sides, mapping: Mapping, version: string): Prepared {
  return compileMapping(mapping, version, mappedFields(kind, sides, mapping));
}
