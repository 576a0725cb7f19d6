import type { ProblemWords } from "@/lib/text/failures/problems";
import { problemsEn } from "@/lib/text/failures/problems.en";
import { problemsRo } from "@/lib/text/failures/problems.ro";
import type { Locale } from "@/lib/text/locale";
import { parcelQuestion as parcelQuestionEn } from "@/lib/text/parcels/parcel-question.en";
import { parcelQuestion as parcelQuestionRo } from "@/lib/text/parcels/parcel-question.ro";

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
