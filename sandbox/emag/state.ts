import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { catalogue } from "@/sandbox/catalogue";
import { localTime } from "./clock";
import type { Order } from "./orders/order";
import { createRandom, type Random } from "./orders/random";
import { readSettings, type Settings } from "./settings";

/** What one GET of an attachment's URL brought back; `at` in epoch milliseconds, `size` in bytes. */
export type FetchRecord = {
  at: number;
  status: number | null;
  contentType: string | null;
  isPdf: boolean;
  size: number;
  sha256: string | null;
  error: string | null;
};

export type Attachment = {
  order_id: number;
  order_type: 2 | 3;
  order_product_id: number | null;
  name: string;
  url: string;
  type: number;
  force_download: 0 | 1;
  visibility: string;
  /** Epoch milliseconds of the pending download, null when none is due. */
  fetchAt: number | null;
  fetches: FetchRecord[];
  saves: number;
};

export type Awb = {
  emag_id: number;
  reservation_id: number;
  order_id: number | null;
  rma_id: number | null;
  awb_type: 1 | 2;
  awb_number: string;
  awb_barcode: string;
  parcel_number: number;
  weight: number;
  cash_on_delivery: number;
  currency: string;
  courier_account_id: number;
  courier_name: string;
  locker_id: string | null;
  observation: string;
  created: string;
};

export type Offer = {
  id: number;
  status: 0 | 1 | 2;
  name: string;
  part_number: string;
  part_number_key: string;
  ean: string;
  sale_price: string;
  min_sale_price: string;
  max_sale_price: string;
  recommended_price: string | null;
  vat_id: number;
  handling_time: number;
  /** The declared stock, `general_stock` on the wire. */
  stock: number;
  modified: string;
};

/** One accepted change of a declared stock, by whatever door. */
type StockWrite = { at: string; offerId: number; stock: number; via: string };

export type CallbackRecord = {
  at: string;
  kind: "new-order" | "cancellation";
  orderId: number;
  status: number | null;
  error: string | null;
};

export type Rma = { emag_id: number; order_id: string; type: 2 | 3; request_status: number; [key: string]: unknown };

export type State = {
  randomState: number;
  clockOffsetMs: number;
  nextOrderId: number;
  nextLineId: number;
  nextVoucherId: number;
  nextAwbId: number;
  nextOrderAt: number | null;
  orders: Map<number, Order>;
  attachments: Attachment[];
  awbs: Map<number, Awb>;
  offers: Map<number, Offer>;
  rmas: Rma[];
  stockWrites: StockWrite[];
  callbacks: CallbackRecord[];
  /** Requests per `METHOD /route`, and how they were answered. */
  requests: Record<string, { count: number; byStatus: Record<string, number> }>;
};

/** Everything a handler needs: the settings and state now, the twin's clock, and the repeatable random numbers. */
export type World = {
  settings: Settings;
  state: State;
  random: Random;
  /** Epoch milliseconds on the twin's clock. */
  now(): number;
  /** The same moment as eMAG writes it. */
  stamp(): string;
};

export function createWorld(input: unknown, file?: string): World {
  const settings = readSettings(input);
  const world: World = {
    settings,
    state: file && existsSync(file) ? decode(readFileSync(file, "utf8")) : freshState(settings),
    random: createRandom({ randomState: 0 }),
    now: () => Date.now() + world.state.clockOffsetMs,
    stamp: () => localTime(world.now()),
  };
  world.random = createRandom(world.state);
  return world;
}

/** Back to the first day; settings stay. */
export function resetWorld(world: World): void {
  world.state = freshState(world.settings);
  world.random = createRandom(world.state);
}

function freshState(settings: Settings): State {
  const since = localTime(Date.now());
  return {
    randomState: settings.seed,
    clockOffsetMs: 0,
    nextOrderId: 501_000_001,
    nextLineId: 9_100_001,
    nextVoucherId: 2107,
    nextAwbId: 255_700_001,
    nextOrderAt: null,
    orders: new Map(),
    attachments: [],
    awbs: new Map(),
    offers: new Map(catalogue.map((product) => [product.offerId, offerOf(product, settings, since)])),
    rmas: [],
    stockWrites: [],
    callbacks: [],
    requests: {},
  };
}

function offerOf(product: (typeof catalogue)[number], settings: Settings, modified: string): Offer {
  return {
    id: product.offerId,
    status: 1,
    name: product.name,
    part_number: product.sku,
    part_number_key: product.pnk,
    ean: product.ean,
    sale_price: product.netPrice,
    min_sale_price: "1.0000",
    max_sale_price: "9999.0000",
    recommended_price: null,
    vat_id: product.vat === "0.1100" ? 2 : 1,
    handling_time: 1,
    stock: settings.initialStock === "catalogue" ? product.stock.MAIN : 0,
    modified,
  };
}

/** Writes the encoded state beside the file and renames it, so that a kill never leaves half a file. */
export function saveState(text: string, file: string): void {
  const temporary = `${file}.part`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/** The state as plain JSON: maps become lists of their values. */
export function encode(state: State): string {
  return JSON.stringify({
    ...state,
    orders: [...state.orders.values()],
    awbs: [...state.awbs.values()],
    offers: [...state.offers.values()],
  });
}

function decode(text: string): State {
  const raw = JSON.parse(text) as Omit<State, "orders" | "awbs" | "offers"> & {
    orders: Order[];
    awbs: Awb[];
    offers: Offer[];
  };
  return {
    ...raw,
    orders: new Map(raw.orders.map((order) => [order.id, order])),
    awbs: new Map(raw.awbs.map((awb) => [awb.emag_id, awb])),
    offers: new Map(raw.offers.map((offer) => [offer.id, offer])),
  };
}
