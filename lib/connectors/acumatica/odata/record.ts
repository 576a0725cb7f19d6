import type { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { path } from "@/lib/connectors/acumatica/odata/filter";
import { ConnectorError } from "@/lib/connectors/contract";

/** Finished documents may be archived and must still be found (acumatica-api.md §1.5, §5.6). */
export const archived = { "PX-ApiArchive": "SHOW" };

/** One record by its keys, archived ones too. Throws `rejected` when the ERP has none. */
export async function readRecord<S extends z.ZodType>(
  client: Client,
  schema: S,
  [entity, ...keys]: [string, ...string[]],
  parameters: Record<string, string>,
): Promise<z.output<S>> {
  const url = client.entity(`${entity}/${path(...keys)}`, parameters);
  const found = await client.read(schema, { url, headers: archived });
  if (found === null) throw missing([entity, ...keys].join(" "));
  return found;
}

export function missing(subject: string): ConnectorError {
  return new ConnectorError("refused", "rejected", { message: `${subject} does not exist` });
}
