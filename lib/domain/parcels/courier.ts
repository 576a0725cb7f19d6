import type { ChannelOrder } from "@/lib/domain/orders/order";
import { type Problem, problem } from "@/lib/domain/problem";

/** A courier account of the seller at the channel; `null` where the channel does not say what it can do. */
export type CourierAccount = {
  id: string;
  name: string;
  courier: string;
  active: boolean;
  /** Takes orders, not only returns. */
  forOrders: boolean | null;
  toLockers: boolean | null;
};

/**
 * The account a parcel goes to: the wanted one where the order allows it, else the first the order names, else whichever
 * the channel takes by itself (`null`). An account that cannot do it is refused before the call, and says why.
 */
export function chooseCourier(
  order: Pick<ChannelOrder, "id" | "courierAccounts" | "delivery">,
  wanted: string | null,
  accounts: CourierAccount[],
): { id: string | null } | Problem {
  const enforced = order.courierAccounts;
  const toLocker = order.delivery.lockerId !== null;
  const obstacle = (account: CourierAccount) => {
    if (!account.active) return "inactive";
    if (account.forOrders === false) return "returns-only";
    return toLocker && account.toLockers === false ? "no-lockers" : null;
  };
  const candidates = enforced ?? (wanted ? [wanted] : []);
  const preferred = wanted && candidates.includes(wanted) ? [wanted, ...candidates] : candidates;
  if (preferred.length === 0) return firstAble(accounts, toLocker, obstacle);
  const known = preferred.map((id) => ({ id, account: accounts.find((one) => one.id === id) }));
  const able = known.find(({ account }) => !account || obstacle(account) === null);
  if (able) return { id: able.id };
  const account = known[0]?.account;
  return problem("courier-unsuitable", "rejected", {
    order: order.id,
    account: account?.name || (account?.id ?? ""),
    reason: account ? (obstacle(account) ?? "") : "",
  });
}

/** Nobody named one: the channel's default will do, except that a locker needs an account that goes there. */
function firstAble(
  accounts: CourierAccount[],
  toLocker: boolean,
  obstacle: (account: CourierAccount) => string | null,
): { id: string | null } {
  if (!toLocker) return { id: null };
  return { id: accounts.find((account) => account.toLockers === true && obstacle(account) === null)?.id ?? null };
}
