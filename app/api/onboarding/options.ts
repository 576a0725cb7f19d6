import "server-only";
import type { CurrentUser } from "@/lib/auth/current-user";
import { abilitiesOf } from "@/lib/auth/roles";
import { env } from "@/lib/env";
import { sideOfConnector } from "@/lib/flows/connections/validate-connection";
import type { FlowContext } from "@/lib/flows/engine/context";

/** What `readOnboarding` needs to know of the reader and of the installation. */
export function onboardingOptions(ctx: FlowContext, user: Pick<CurrentUser, "role">) {
  return {
    now: ctx.now(),
    appUrl: ctx.appUrl,
    withWebhook: abilitiesOf(user.role).configure,
    outboundAddresses: env("OUTBOUND_ADDRESSES"),
    sideOf: sideOfConnector,
  };
}
