export type Role = "admin" | "viewer" | "support" | "operator";

/** Who may do what (contract.md §4): support inspects and retries across sellers, but configures nothing. */
export const mayRead: readonly Role[] = ["admin", "viewer", "support", "operator"];
export const mayRetry: readonly Role[] = ["admin", "support", "operator"];
/** The channel's own record of an order; support only with its buyer unmasked. */
const mayReadRaw: readonly Role[] = ["admin", "support", "operator"];
/** Sees buyers masked until they give a reason. */
export const mayUnmask: readonly Role[] = ["support"];
export const mayConfigure: readonly Role[] = ["admin", "operator"];

export type Abilities = { retry: boolean; configure: boolean; readRaw: boolean; unmask: boolean };

export function abilitiesOf(role: Role): Abilities {
  return {
    retry: mayRetry.includes(role),
    configure: mayConfigure.includes(role),
    readRaw: mayReadRaw.includes(role),
    unmask: mayUnmask.includes(role),
  };
}
