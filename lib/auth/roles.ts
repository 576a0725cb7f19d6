export type Role = "admin" | "viewer" | "support" | "operator";

/** Who may do what (contract.md §4): support inspects and retries across sellers, but configures nothing. */
export const mayRead: readonly Role[] = ["admin", "viewer", "support", "operator"];
export const mayRetry: readonly Role[] = ["admin", "support", "operator"];
/** Papers that show a buyer's address as the courier prints it: not for support. */
export const mayReadLabels: readonly Role[] = ["admin", "viewer", "operator"];
export const mayConfigure: readonly Role[] = ["admin", "operator"];

export type Abilities = { retry: boolean; configure: boolean; readLabels: boolean };

export function abilitiesOf(role: Role): Abilities {
  return {
    retry: mayRetry.includes(role),
    configure: mayConfigure.includes(role),
    readLabels: mayReadLabels.includes(role),
  };
}
