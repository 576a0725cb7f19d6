import { openErp } from "@/lib/connectors/acumatica/erp";
import { credentialsSchema, limits, settingsSchema, siteOf } from "@/lib/connectors/acumatica/settings";
import { readWakeUp } from "@/lib/connectors/acumatica/wake-up";
import type { ErpConnector } from "@/lib/connectors/contract";

/** Acumatica ERP through its contract-based REST API. */
export const acumatica: ErpConnector<typeof settingsSchema, typeof credentialsSchema> = {
  kind: "erp",
  name: "acumatica",
  title: "Acumatica ERP",
  settingsSchema,
  credentialsSchema,
  limits,
  // A licence's requests are the whole site's (acumatica-api.md §2.5).
  accountOf: (settings) => (settings.requestsPerMinute === undefined ? undefined : siteOf(settings)),
  readWakeUp,
  open: (input) => openErp(input),
};
