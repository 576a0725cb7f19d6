import { tomorrow } from "./clock";
import { addresses, courierAccounts } from "./lookups";
import type { Order } from "./orders/order";
import { places } from "./orders/places";
import type { World } from "./state";
import { asInteger, asNumber, type Input, isInput } from "./wire";

/** Every refusal of one `awb/save` entity, by the fields and rules of emag-api.md §6.1. */
export function checkAwb(world: World, entity: Input): string[] {
  const orderId = asInteger(entity.order_id);
  const rmaId = asInteger(entity.rma_id);
  if ((orderId === null) === (rmaId === null)) return ["ERROR: order_id or rma_id is mandatory"];
  const problems = [...checkNumbers(entity), ...checkPackages(entity), ...checkFields(entity)];
  problems.push(...checkParty(entity.sender, "sender"), ...checkParty(entity.receiver, "receiver"));
  if (rmaId !== null) return [...problems, ...checkReturn(world, entity, rmaId)];
  const order = world.state.orders.get(orderId ?? 0);
  if (!order) return [...problems, "ERROR: Order not found."];
  if (order.type === 2) return ["ERROR: AWB cannot be issued for orders fulfilled by eMAG"];
  if (![2, 3, 4].includes(order.status))
    return [`ERROR: AWB cannot be issued for an order with status ${order.status}`];
  if (asInteger(entity.type ?? 1) !== 1) problems.push("ERROR: Invalid AWB type");
  return [...problems, ...checkLocker(order, entity), ...checkCourier(order, entity)];
}

/** The account an AWB goes to: the one asked for, else the seller's default, one that takes lockers where needed. */
export function courierOf(entity: Input): (typeof courierAccounts)[number] | undefined {
  const id = asInteger(entity.courier_account_id);
  return courierAccounts.find((account) => (id === null ? account.status === 1 : account.account_id === id));
}

function checkNumbers(entity: Input): string[] {
  const problems: string[] = [];
  if ((asNumber(entity.cod) ?? -1) < 0) problems.push("ERROR: cod is mandatory");
  if (![0, 1].includes(asInteger(entity.is_oversize) ?? -1)) problems.push("ERROR: is_oversize is mandatory");
  const envelopes = asInteger(entity.envelope_number ?? 0) ?? -1;
  const parcels = asInteger(entity.parcel_number ?? 0) ?? -1;
  if (envelopes < 0 || envelopes > 9999 || parcels < 0 || parcels > 999 || envelopes + parcels === 0) {
    problems.push("ERROR: envelope_number or parcel_number is mandatory");
  }
  for (const key of ["insured_value", "weight"]) {
    if (entity[key] !== undefined && (asNumber(entity[key]) ?? -1) < 0) problems.push(`ERROR: Invalid ${key}`);
  }
  return problems;
}

/** Packages are complete or absent, and weigh together what the AWB says. */
function checkPackages(entity: Input): string[] {
  const { packages } = entity;
  if (packages === undefined) return [];
  if (!Array.isArray(packages) || !packages.every(isInput)) return ["ERROR: Invalid packages"];
  const sizes = packages.flatMap((box) => [box.weight, box.length, box.width, box.height].map(asNumber));
  if (sizes.some((size) => size === null || size < 0 || size > 99_999)) return ["ERROR: Invalid packages"];
  const grams = packages.reduce((sum, box) => sum + Math.round((asNumber(box.weight) ?? 0) * 1000), 0);
  const weight = asNumber(entity.weight);
  return weight !== null && Math.round(weight * 1000) !== grams
    ? ["ERROR: weight must be equal to the sum of the packages"]
    : [];
}

function checkFields(entity: Input): string[] {
  const problems: string[] = [];
  if (entity.currency !== undefined && !["RON", "EUR", "HUF"].includes(String(entity.currency))) {
    problems.push("ERROR: Invalid currency");
  }
  if (typeof entity.observation === "string" && entity.observation.length > 255) {
    problems.push("ERROR: observation is too long");
  }
  for (const key of ["pickup_and_return", "saturday_delivery", "sameday_delivery", "dropoff_locker", "unboxing"]) {
    if (entity[key] !== undefined && ![0, 1].includes(asInteger(entity[key]) ?? -1)) {
      problems.push(`ERROR: Invalid ${key}`);
    }
  }
  return problems;
}

function checkParty(party: unknown, role: "sender" | "receiver"): string[] {
  if (!isInput(party)) return [`ERROR: ${role} is mandatory`];
  const problems: string[] = [];
  const text = (key: string, least: number): void => {
    const value = party[key];
    if (typeof value !== "string" || value.length < least || value.length > 255) {
      problems.push(`ERROR: Invalid ${role} ${key}`);
    }
  };
  text("name", 3);
  text("contact", 1);
  for (const key of ["phone1", "phone2"]) {
    const phone = party[key];
    if (key === "phone2" && (phone === undefined || phone === "")) continue;
    if (typeof phone !== "string" || !/^\+?\d{8,11}$/.test(phone)) problems.push(`ERROR: Invalid ${role} ${key}`);
  }
  const addressId = party.address_id === undefined ? "" : String(party.address_id);
  if (addressId !== "") {
    // A known address overrides the other address fields, so those are not looked at.
    return addresses.some((a) => a.address_id === addressId)
      ? problems
      : [...problems, `ERROR: Invalid ${role} address`];
  }
  text("street", 3);
  if (!places.some((place) => place.id === asInteger(party.locality_id))) {
    problems.push(`ERROR: Invalid ${role} locality_id`);
  }
  return problems;
}

/** One parcel per AWB to a locker, and only to the locker the customer chose. */
function checkLocker(order: Order, entity: Input): string[] {
  const wanted = order.details.locker_id;
  const given = entity.locker_id ?? "";
  if (wanted === undefined) return given === "" ? [] : ["ERROR: The order is not a locker order"];
  if (given !== wanted) return ["ERROR: Invalid locker_id"];
  const parcels = (asInteger(entity.parcel_number) ?? 0) + (asInteger(entity.envelope_number) ?? 0);
  return parcels === 1 ? [] : ["ERROR: Only one parcel per AWB is allowed for locker delivery"];
}

/** An enforced list of accounts binds; an empty one means that no AWB can be issued (§4.3, §6.4). */
function checkCourier(order: Order, entity: Input): string[] {
  const account = courierOf(entity);
  if (account?.status !== 1 || ![2, 3].includes(account.courier_account_type)) {
    return ["ERROR: Invalid courier account"];
  }
  const enforced = order.enforced_vendor_courier_accounts;
  if (enforced && !enforced.includes(String(account.account_id))) {
    return ["ERROR: The courier account is not allowed for this order"];
  }
  return order.details.locker_id !== undefined && !account.courier_account_properties.includes(2)
    ? ["ERROR: The courier account does not deliver to lockers"]
    : [];
}

function checkReturn(world: World, entity: Input, rmaId: number): string[] {
  const problems: string[] = [];
  if (!world.state.rmas.some((rma) => rma.emag_id === rmaId)) problems.push("ERROR: RMA not found.");
  if (asInteger(entity.type ?? 2) !== 2) problems.push("ERROR: Invalid AWB type");
  const { date } = entity;
  if (typeof date !== "string" || date.slice(0, 10) < tomorrow(world.now())) problems.push("ERROR: Invalid date");
  if (asInteger(entity.pickup_and_return ?? 0) !== 0) problems.push("ERROR: Invalid pickup_and_return");
  return problems;
}
