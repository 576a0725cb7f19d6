import type { audit as en } from "@/lib/text/operations/audit.en";
import type { Same } from "@/lib/text/same";

export const audit: Same<typeof en> = {
  audit: {
    title: "Registrul modificărilor",
    lead: "Cine ce a schimbat și când. Rândurile sunt înlănțuite și nu pot fi modificate; secretele apar ca „changed”.",
    when: "Când",
    who: "Cine",
    action: "Acțiune",
    subject: "Ce",
    change: "Înainte → după",
    from: "De la",
    to: "Până la",
    all: "Toate",
    filter: "Filtrează",
    download: "Descarcă CSV",
    older: "Mai vechi",
    none: "Nimic înregistrat aici",
    noneHint: "Schimbați filtrul sau așteptați prima modificare.",
  },
};
