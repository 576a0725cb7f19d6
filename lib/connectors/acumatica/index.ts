import { openErp } from "@/lib/connectors/acumatica/erp";
import { readHint } from "@/lib/connectors/acumatica/hint";
import { credentialsSchema, limits, settingsSchema } from "@/lib/connectors/acumatica/settings";
import type { ErpConnector } from "@/lib/connectors/contract";

/** Acumatica ERP through its contract-based REST API. */
export const acumatica: ErpConnector<typeof settingsSchema, typeof credentialsSchema> = {
  kind: "erp",
  name: "acumatica",
  title: "Acumatica ERP",
  settingsSchema,
  credentialsSchema,
  limits,
  readHint,
  open: (input) => openErp(input),
};
