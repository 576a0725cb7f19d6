import type { Decimal } from "@/lib/domain/money";
import type { CourierAccount } from "@/lib/domain/parcels/courier";

/** A seller's address at the channel; a parcel's sender may name it. */
type SellerAddress = {
  id: string;
  type: "return" | "pickup" | "office" | "estimate" | "other";
  localityId: string | null;
  county: string;
  city: string;
  street: string;
  postalCode: string;
  isDefault: boolean;
};

/** Lists a channel keeps, by kind; `rate` is a fraction. */
export type ChannelLookups = {
  "courier-accounts": CourierAccount;
  addresses: SellerAddress;
  locality: { id: string; name: string; county: string; country: string; postalCode: string };
  "vat-rates": { id: string; rate: Decimal };
  "handling-times": { days: number };
};
export type LookupKind = keyof ChannelLookups;

export type ReturnStatus = "incomplete" | "new" | "acknowledged" | "refused" | "cancelled" | "received" | "finalised";

/** Those that still ask for something. */
export const openReturnStatuses: ReturnStatus[] = ["incomplete", "new", "acknowledged", "received"];

export type ChannelReturn = {
  id: string;
  orderId: string;
  status: ReturnStatus;
  lines: { offerId: string; name: string; quantity: number }[];
};
