import { compileFilter } from "@/sandbox/acumatica/api/filter";
import { type Kind, type Shape, shape } from "@/sandbox/acumatica/api/shape";
import type { Erp } from "@/sandbox/acumatica/erp";
import { badRequest, noRights, notFound } from "@/sandbox/acumatica/failure";
import { type Row, row } from "@/sandbox/acumatica/record";
import { quantities } from "@/sandbox/acumatica/stock";

const inquiryShapes: Record<string, Shape> = {
  EmagStock: shape("EmagStock", {
    text: "InventoryID Warehouse",
    qty: "QtyOnHand QtyAvailable QtyAvailableForShipping",
    moment: "LastModifiedOn",
  }),
};

/** The availability inquiry the reference recommends: one row per item and warehouse, no grouping (acumatica-api.md §6.5). */
function emagStock(erp: Erp): Row[] {
  return quantities(erp).map((cell) =>
    row({
      InventoryID: cell.inventoryId.padEnd(20),
      Warehouse: cell.warehouseId.padEnd(10),
      QtyOnHand: cell.onHand.toFixed(6),
      QtyAvailable: cell.available.toFixed(6),
      QtyAvailableForShipping: cell.availableForShipping.toFixed(6),
      LastModifiedOn: cell.modified,
    }),
  );
}

/** OData writes numbers as strings, keeps padding, and gives moments without a zone (§6.5). */
function property(kind: Kind, value: unknown): unknown {
  return kind === "moment" ? new Date(Number(value)).toISOString().replace("Z", "") : value;
}

const numberOf = (query: URLSearchParams, name: string): number | undefined => {
  const value = query.get(name);
  if (value !== null && !/^\d+$/.test(value)) throw badRequest(`'${value}' is not a valid ${name}.`);
  return value === null ? undefined : Number(value);
};

function ordered(list: Row[], orderby: string | null): Row[] {
  if (!orderby) return list;
  const [field = "", direction] = orderby.split(/[ ,]+/);
  const sign = direction === "desc" ? -1 : 1;
  const key = (record: Row): string => String(record.values[field] ?? "");
  return [...list].sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** `GET /t/{tenant}/api/odata/gi/{name}`: envelope, `$filter,$select,$orderby,$top,$skip`, paged when so set. */
export function readInquiry(erp: Erp, url: URL, name: string): object {
  const definition = inquiryShapes[name];
  if (!definition) throw notFound(name);
  if (erp.settings.forbidden.includes(name)) throw noRights(name);
  const query = url.searchParams;
  if (query.has("$expand") || query.has("$count")) throw badRequest("The query option is not supported.");
  const all = erp.settings.odataEmpty.includes(name) ? [] : emagStock(erp);
  const filter = query.get("$filter");
  const found = ordered(filter ? all.filter(compileFilter(erp, definition, filter).test) : all, query.get("$orderby"));
  const skip = numberOf(query, "$skip") ?? 0;
  const size = erp.settings.odataPageSize || found.length;
  const asked = numberOf(query, "$top") ?? found.length;
  const page = found.slice(skip, skip + Math.min(asked, size));
  const select = query
    .get("$select")
    ?.split(",")
    .map((field) => field.trim());
  const left = Math.min(asked, found.length - skip) - page.length;
  const next = new URL(url);
  next.searchParams.set("$skip", String(skip + page.length));
  if (query.has("$top")) next.searchParams.set("$top", String(asked - page.length));
  return {
    "@odata.context": `${url.origin}${url.pathname.replace(/[^/]+$/, "")}$metadata#${name}`,
    value: page.map((record) =>
      Object.fromEntries(
        Object.entries(definition.fields)
          .filter(([field]) => !select || select.includes(field))
          .map(([field, kind]) => [field, property(kind, record.values[field])]),
      ),
    ),
    ...(left > 0 && { "@odata.nextLink": next.href }),
  };
}
