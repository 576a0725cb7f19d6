import type { Address, ChannelOrder } from "@/lib/domain/orders/order";

/**
 * Whose buyers a reader sees: those of every order of the reader's sellers, or (support) only of sellers they gave a
 * reason to.
 */
export type BuyerVisibility = "all" | { sellerIds: string[] };

export const canSeeBuyers = (visibility: BuyerVisibility, sellerId: string): boolean =>
  visibility === "all" || visibility.sellerIds.includes(sellerId);

/** How long one reason shows a seller's buyers. */
export const unmaskingMinutes = 60;
export const reasonLength = { least: 8, most: 300 } as const;

/** Stands for anything that is there and not shown; what is empty stays empty. */
export const mask = "•••";
const hidden = (text: string) => (text ? mask : "");
const hiddenOrNull = (text: string | null) => (text ? mask : null);

const hiddenAddress = (address: Address): Address => ({
  contact: hidden(address.contact),
  phone: hidden(address.phone),
  country: address.country,
  county: hidden(address.county),
  city: hidden(address.city),
  street: hidden(address.street),
  postalCode: hidden(address.postalCode),
  localityId: hiddenOrNull(address.localityId),
});

/** The order as somebody reads it who may not see who bought and where it goes. */
export function maskedOrder(order: ChannelOrder): ChannelOrder {
  const { buyer, billing, shipping, delivery } = order;
  return {
    ...order,
    buyer: {
      isCompany: buyer.isCompany,
      name: hidden(buyer.name),
      email: hidden(buyer.email),
      taxId: hidden(buyer.taxId),
      registrationNumber: hidden(buyer.registrationNumber),
    },
    billing: hiddenAddress(billing),
    shipping: hiddenAddress(shipping),
    delivery: {
      mode: delivery.mode,
      lockerId: hiddenOrNull(delivery.lockerId),
      lockerName: hiddenOrNull(delivery.lockerName),
    },
  };
}

/**
 * A foreign record with its names kept and every value hidden: which of its fields hold a buyer's data is not known.
 */
export function maskedLeaves(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedLeaves);
  if (value === null || value === undefined || value === "") return value ?? null;
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, maskedLeaves(part)]));
  return mask;
}

/** The same value with each of `words` (in small letters) hidden wherever a text of it holds one. */
export function withoutWords<T>(value: T, words: string[]): T {
  if (words.length === 0) return value;
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const anyWord = new RegExp(longestFirst.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu");
  const hide = (part: unknown): unknown => {
    if (typeof part === "string") return part.replace(anyWord, mask);
    if (Array.isArray(part)) return part.map(hide);
    if (part === null || typeof part !== "object" || part instanceof Date) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, hide(inner)]));
  };
  return hide(value) as T;
}
