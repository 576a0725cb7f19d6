import type { Messages } from "@/lib/text/en";
import { alerts } from "@/lib/text/ro/alerts";
import { audit } from "@/lib/text/ro/audit";
import { connections } from "@/lib/text/ro/connections";
import { counts } from "@/lib/text/ro/counts";
import { difference } from "@/lib/text/ro/difference";
import { documents } from "@/lib/text/ro/documents";
import { failures } from "@/lib/text/ro/failures";
import { fiscal } from "@/lib/text/ro/fiscal";
import { life } from "@/lib/text/ro/life";
import { mappings } from "@/lib/text/ro/mappings";
import { order } from "@/lib/text/ro/order";
import { orders } from "@/lib/text/ro/orders";
import { overview } from "@/lib/text/ro/overview";
import { parcelQuestion } from "@/lib/text/ro/parcel-question";
import { people } from "@/lib/text/ro/people";
import { privacy } from "@/lib/text/ro/privacy";
import { profile } from "@/lib/text/ro/profile";
import { sandbox } from "@/lib/text/ro/sandbox";
import { settings } from "@/lib/text/ro/settings";
import { shell } from "@/lib/text/ro/shell";
import { sight } from "@/lib/text/ro/sight";
import { start } from "@/lib/text/ro/start";
import { stock } from "@/lib/text/ro/stock";

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
