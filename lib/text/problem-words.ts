import { parcelQuestion as parcelQuestionEn } from "@/lib/text/en/parcel-question";
import type { Locale } from "@/lib/text/locale";
import type { ProblemWords } from "@/lib/text/problems";
import { problemsEn } from "@/lib/text/problems-en";
import { problemsRo } from "@/lib/text/problems-ro";
import { parcelQuestion as parcelQuestionRo } from "@/lib/text/ro/parcel-question";

/** Both languages: for the server alone, which hands a page those of its reader. */
export const problemWords: Record<Locale, ProblemWords> = {
  en: {
    texts: problemsEn,
    changes: { "delivery-fee": "delivery fee", voucher: "voucher", deposit: "deposit", addressee: "buyer or address" },
    fields: parcelQuestionEn.parcelQuestion.field,
  },
  ro: {
    texts: problemsRo,
    changes: {
      "delivery-fee": "taxa de livrare",
      voucher: "voucher",
      deposit: "garanție",
      addressee: "client sau adresă",
    },
    fields: parcelQuestionRo.parcelQuestion.field,
  },
};
