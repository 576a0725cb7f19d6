import type { ChannelConnector } from "@/lib/connectors/contract";
import { openChannel } from "@/lib/connectors/emag/channel";
import { credentialsSchema, limits, settingsSchema } from "@/lib/connectors/emag/settings";
import { readWakeUp } from "@/lib/connectors/emag/wake-up";

/** eMAG Marketplace through its API 4.5. */
export const emag: ChannelConnector<typeof settingsSchema, typeof credentialsSchema> = {
  kind: "channel",
  name: "emag",
  title: "eMAG Marketplace",
  settingsSchema,
  credentialsSchema,
  limits,
  /** Platforms that share one login share its limits (emag-api.md §2). */
  accountOf: (_settings, { username }) => username.trim().toLowerCase(),
  proxyOf: ({ proxyUrl }, { proxyUsername, proxyPassword }) =>
    proxyUrl ? { url: proxyUrl, username: proxyUsername, password: proxyPassword } : null,
  readWakeUp,
  open: (input) => openChannel(input),
};
