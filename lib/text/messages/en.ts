import { alerts } from "@/lib/text/alerts/alerts.en";
import { connections } from "@/lib/text/connections/connections.en";
import { settings } from "@/lib/text/connections/settings.en";
import { start } from "@/lib/text/connections/start.en";
import { counts } from "@/lib/text/counts/counts.en";
import { failures } from "@/lib/text/failures/failures.en";
import { documents } from "@/lib/text/invoices/documents.en";
import { fiscal } from "@/lib/text/invoices/fiscal.en";
import { mappings } from "@/lib/text/mappings/mappings.en";
import { audit } from "@/lib/text/operations/audit.en";
import { overview } from "@/lib/text/operations/overview.en";
import { sandbox } from "@/lib/text/operations/sandbox.en";
import { difference } from "@/lib/text/orders/difference.en";
import { life } from "@/lib/text/orders/life.en";
import { order } from "@/lib/text/orders/order.en";
import { orders } from "@/lib/text/orders/orders.en";
import { parcelQuestion } from "@/lib/text/parcels/parcel-question.en";
import { people } from "@/lib/text/people/people.en";
import { profile } from "@/lib/text/people/profile.en";
import { privacy } from "@/lib/text/privacy/privacy.en";
import { sight } from "@/lib/text/privacy/sight.en";
import type { Same } from "@/lib/text/same";
import { shell } from "@/lib/text/shell.en";
import { stock } from "@/lib/text/stock/stock.en";

/** The dashboard's words, one file a page; `ro` has the same keys, by type and by test. */
export const en = {
  ...shell,
  ...profile,
  ...privacy,
  ...people,
  ...audit,
  ...life,
  ...overview,
  ...orders,
  ...order,
  ...parcelQuestion,
  ...failures,
  ...counts,
  ...difference,
  ...documents,
  ...fiscal,
  ...start,
  ...connections,
  ...settings,
  ...mappings,
  ...sight,
  ...stock,
  ...sandbox,
  ...alerts,
};

export type Messages = Same<typeof en>;
