import { readAttachments, saveAttachments } from "./attachments";
import { readAwbPdf, readAwbs, readAwbZpl, saveAwbs } from "./awb";
import {
  countLocalities,
  readAddresses,
  readCourierAccounts,
  readHandlingTimes,
  readLocalities,
  readVat,
} from "./lookups";
import { countOffers, findByEans, patchStock, readOffers, saveOffers, saveProductOffers } from "./offers";
import { acknowledgeOrder, countOrders, readOrders, unlockCourier } from "./orders/orders";
import { countRmas, readRmas, saveRmas } from "./orders/rma";
import { saveOrders } from "./orders/save-order";
import type { World } from "./state";
import { type Answer, ok, plain } from "./wire";

type Handler = (world: World, body: unknown) => Answer | Promise<Answer>;

/** Every POST route with a fixed path, below the API base (emag-api.md §1.2). */
const posts: Record<string, Handler> = {
  "order/read": readOrders,
  "order/count": countOrders,
  "order/save": saveOrders,
  "order/attachments/read": readAttachments,
  "order/attachments/save": saveAttachments,
  "awb/save": saveAwbs,
  "awb/read": readAwbs,
  "offer/save": saveOffers,
  "product_offer/save": saveProductOffers,
  "product_offer/read": readOffers,
  "product_offer/count": countOffers,
  "courier_accounts/read": readCourierAccounts,
  "addresses/read": readAddresses,
  "locality/read": readLocalities,
  "locality/count": countLocalities,
  "vat/read": readVat,
  "handling_time/read": readHandlingTimes,
  "rma/read": readRmas,
  "rma/count": countRmas,
  "rma/save": saveRmas,
  "customer-invoice/read": () => ok([]),
};

/** Finds and runs the handler of a request; a path or method nobody has is 404 (§7.4). */
export async function route(
  world: World,
  request: { method: string; path: string; query: (name: string) => string[]; body: unknown },
): Promise<Answer> {
  const { method, path, body } = request;
  const [, acknowledged] = /^order\/acknowledge\/(\d+)$/.exec(path) ?? [];
  const [, unlocked] = /^order\/(\d+)\/unlock-courier$/.exec(path) ?? [];
  const [, patched] = /^offer_stock\/([^/]+)$/.exec(path) ?? [];
  if (method === "PATCH" && patched) return patchStock(world, patched, body);
  if (method === "GET" && path === "awb/read_pdf") return readAwbPdf(world, request.query("emag_id")[0]);
  if (method === "GET" && path === "awb/read_zpl") return readAwbZpl(world, request.query("emag_id")[0]);
  if (method === "GET" && path === "documentation/find_by_eans") return findByEans(world, request.query("eans[]"));
  if (method !== "POST") return plain(404, "Invalid URL");
  if (acknowledged) return acknowledgeOrder(world, Number(acknowledged));
  if (unlocked) return unlockCourier(world, Number(unlocked));
  const handler = Object.hasOwn(posts, path) ? posts[path] : undefined;
  return handler ? handler(world, body) : plain(404, "Invalid URL");
}
