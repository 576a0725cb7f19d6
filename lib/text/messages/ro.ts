import { alerts } from "@/lib/text/alerts/alerts.ro";
import { connections } from "@/lib/text/connections/connections.ro";
import { settings } from "@/lib/text/connections/settings.ro";
import { start } from "@/lib/text/connections/start.ro";
import { counts } from "@/lib/text/counts/counts.ro";
import { failures } from "@/lib/text/failures/failures.ro";
import { documents } from "@/lib/text/invoices/documents.ro";
import { fiscal } from "@/lib/text/invoices/fiscal.ro";
import { mappings } from "@/lib/text/mappings/mappings.ro";
import type { Messages } from "@/lib/text/messages/en";
import { audit } from "@/lib/text/operations/audit.ro";
import { overview } from "@/lib/text/operations/overview.ro";
import { sandbox } from "@/lib/text/operations/sandbox.ro";
import { difference } from "@/lib/text/orders/difference.ro";
import { life } from "@/lib/text/orders/life.ro";
import { order } from "@/lib/text/orders/order.ro";
import { orders } from "@/lib/text/orders/orders.ro";
import { parcelQuestion } from "@/lib/text/parcels/parcel-question.ro";
import { people } from "@/lib/text/people/people.ro";
import { profile } from "@/lib/text/people/profile.ro";
import { privacy } from "@/lib/text/privacy/privacy.ro";
import { sight } from "@/lib/text/privacy/sight.ro";
import { shell } from "@/lib/text/shell.ro";
import { stock } from "@/lib/text/stock/stock.ro";

export const ro: Messages = {
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
