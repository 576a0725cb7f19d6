import type { Erp } from "@/sandbox/acumatica/erp";
import { badRequest, noRights, notFound } from "@/sandbox/acumatica/failure";
import { quantities } from "@/sandbox/acumatica/stock";

type Cell = Record<string, number>;

/** Parents of a stock row, by the navigation name their key gives them (acumatica-api.md §6.6). */
const parents: Record<string, { code: string; of: "inventoryId" | "warehouseId" }> = {
  InventoryItemByInventoryID: { code: "InventoryCD", of: "inventoryId" },
  INSiteBySiteID: { code: "SiteCD", of: "warehouseId" },
};

/** The surrogate key of a code: its place among all codes, from 1. */
const surrogate = (codes: string[], code: string): number => codes.indexOf(code) + 1;

const figure = (query: URLSearchParams, name: string, fallback: number): number => {
  const value = query.get(name) ?? String(fallback);
  if (!/^\d+$/.test(value)) throw badRequest(`'${value}' is not a valid ${name}.`);
  return Number(value);
};

/**
 * `GET /t/{tenant}/api/odata/dac/{name}`: the rows behind the stock, full or short name; numbers as numbers, keys as
 * surrogates, the codes through `$expand` (acumatica-api.md §6.6).
 */
export function readDac(erp: Erp, url: URL, name: string): object {
  if (!/^(PX_Objects_IN_)?INSiteStatus$/.test(name)) throw notFound(name);
  if (erp.settings.forbidden.includes("INSiteStatus")) throw noRights("INSiteStatus");
  const query = url.searchParams;
  const cells = quantities(erp);
  const codes = {
    inventoryId: [...new Set(cells.map(({ inventoryId }) => inventoryId))].sort(),
    warehouseId: [...new Set(cells.map(({ warehouseId }) => warehouseId))].sort(),
  };
  const expanded = expansions(query.get("$expand") ?? "");
  const select = query
    .get("$select")
    ?.split(",")
    .map((field) => field.trim());
  const rows = cells.map((cell) => {
    const own: Cell = {
      InventoryID: surrogate(codes.inventoryId, cell.inventoryId),
      SiteID: surrogate(codes.warehouseId, cell.warehouseId),
      QtyOnHand: cell.onHand.toNumber(),
      QtyAvail: cell.available.toNumber(),
      QtyHardAvail: cell.availableForShipping.toNumber(),
    };
    const fields = Object.entries(own).filter(([field]) => !select || select.includes(field));
    const owners = expanded.map(({ navigation, code, of }) => [navigation, { [code]: cell[of] }]);
    return { own, shown: Object.fromEntries([...fields, ...owners]) };
  });
  const [field = "InventoryID", direction] = (query.get("$orderby") ?? "").split(" ").filter(Boolean);
  const sign = direction === "desc" ? -1 : 1;
  const by = (key: string) => (a: { own: Cell }, b: { own: Cell }) => (a.own[key] ?? 0) - (b.own[key] ?? 0);
  rows.sort((a, b) => sign * by(field)(a, b) || by("SiteID")(a, b));
  const skip = figure(query, "$skip", 0);
  return {
    "@odata.context": `${url.origin}${url.pathname.replace(/[^/]+$/, "")}$metadata#${name}`,
    value: rows.slice(skip, skip + figure(query, "$top", rows.length)).map(({ shown }) => shown),
  };
}

/** `InventoryItemByInventoryID($select=InventoryCD),INSiteBySiteID($select=SiteCD)`. */
function expansions(text: string) {
  return [...text.matchAll(/(\w+)(?:\(([^)]*)\))?/g)].map(([, navigation = ""]) => {
    const parent = parents[navigation];
    if (!parent) throw badRequest(`Could not find a property named '${navigation}' on type 'INSiteStatus'.`);
    return { navigation, ...parent };
  });
}
