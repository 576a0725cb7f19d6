import { alerts } from "@/lib/text/en/alerts";
import { audit } from "@/lib/text/en/audit";
import { connections } from "@/lib/text/en/connections";
import { counts } from "@/lib/text/en/counts";
import { difference } from "@/lib/text/en/difference";
import { documents } from "@/lib/text/en/documents";
import { failures } from "@/lib/text/en/failures";
import { fiscal } from "@/lib/text/en/fiscal";
import { life } from "@/lib/text/en/life";
import { mappings } from "@/lib/text/en/mappings";
import { order } from "@/lib/text/en/order";
import { orders } from "@/lib/text/en/orders";
import { overview } from "@/lib/text/en/overview";
import { parcelQuestion } from "@/lib/text/en/parcel-question";
import { people } from "@/lib/text/en/people";
import { privacy } from "@/lib/text/en/privacy";
import { profile } from "@/lib/text/en/profile";
import { sandbox } from "@/lib/text/en/sandbox";
import { settings } from "@/lib/text/en/settings";
import { shell } from "@/lib/text/en/shell";
import { sight } from "@/lib/text/en/sight";
import { start } from "@/lib/text/en/start";
import { stock } from "@/lib/text/en/stock";
import type { Same } from "@/lib/text/same";

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
