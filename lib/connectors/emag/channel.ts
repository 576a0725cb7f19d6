import type { Channel, OpenInput } from "@/lib/connectors/contract";
import { attachInvoice, listAttachments, parcelIdOf } from "@/lib/connectors/emag/attachments";
import { openClient } from "@/lib/connectors/emag/client";
import { readLookup } from "@/lib/connectors/emag/lookups";
import { listOffers, pushStock, readOffer } from "@/lib/connectors/emag/offers";
import { acknowledgeOrder, finaliseOrder, listOrders, readOrder } from "@/lib/connectors/emag/orders";
import { createParcel, readLabel, readParcel } from "@/lib/connectors/emag/parcels";
import { listOpenReturns, readReturn } from "@/lib/connectors/emag/returns";
import { type Credentials, platformOf, type Settings } from "@/lib/connectors/emag/settings";
import { testConnection } from "@/lib/connectors/emag/test-connection";

/** One seller account on one country's marketplace; nothing is sent before the first call. */
export function openChannel(input: OpenInput<Settings, Credentials>): Channel {
  const client = openClient(input);
  const source = { client, platform: platformOf(input.settings), now: () => input.context.now() };
  return {
    listOrders: (query) => listOrders(source, query),
    readOrder: (id) => readOrder(source, id),
    acknowledgeOrder: (ref) => acknowledgeOrder(client, ref),
    finaliseOrder: (ref, raw) => finaliseOrder(client, ref, raw),
    listAttachments: (ref) => listAttachments(client, ref),
    attachInvoice: (ref, invoice) => attachInvoice(client, ref, invoice),
    createParcel: (request) => createParcel(client, request),
    readParcel: (parcelId) => readParcel(client, parcelId),
    parcelIdOf,
    readLabel: (parcelId) => readLabel(client, parcelId),
    readLookup: (kind, key = "") => readLookup(client, kind, key),
    listOpenReturns: () => listOpenReturns(client),
    readReturn: (id) => readReturn(client, id),
    listOffers: (fromPage) => listOffers(client, fromPage),
    readOffer: (id) => readOffer(client, id),
    pushStock: (changes) => pushStock(client, changes, input.settings.stockRoute),
    test: () => testConnection(client, source.platform, source.now().toISOString()),
    close: async () => {},
  };
}
