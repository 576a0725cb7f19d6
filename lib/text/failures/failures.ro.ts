import type { failures as en } from "@/lib/text/failures/failures.en";
import type { Same } from "@/lib/text/same";

export const failures: Same<typeof en> = {
  failures: {
    title: "Blocaje",
    lead: "După cauză: remediați o dată, apoi porniți totul din nou.",
    views: "Vederi",
    tab: { causes: "După cauză", count: "Numărătoare" },
    none: "Nimic nu stă pe loc",
    noneHint: "Fiecare comandă este încheiată sau pe drum. Blocajele apar aici, cu cauză și remediu.",
    reading:
      "Ultima citire pentru {what} nu a fost completă. Restul a mers mai departe; se reîncearcă la fiecare puls.",
    moving: "Merge singur mai departe",
    orders: "{count, plural, one {comandă} few {comenzi} other {de comenzi}}",
    deadline: "De predat până la",
    inDoubt: "{count} neclare",
    retrying: "{count, plural, one {# se reîncearcă} few {# se reîncearcă} other {# se reîncearcă}}",
    fixAt: "Deschide {place}",
    check: "Verifică remediul",
    checking: "Se întreabă ERP-ul…",
    cured: "Remediat: există acum în ERP. Reîncercați tot.",
    stillThere: "Încă nu:",
    notCheckable: "Se vede doar încercând: încercați întâi una.",
    tryOne: "Încearcă întâi una",
    retryAll: "{count, plural, one {Reîncearcă} few {Reîncearcă toate #} other {Reîncearcă toate #}}",
    retried:
      "{count, plural, =0 {Nu a mai rămas nimic de reîncercat.} one {În coadă: un pas se reîncearcă acum.} few {În coadă: # pași se reîncearcă acum.} other {În coadă: # de pași se reîncearcă acum.}}",
    retriedMore:
      "{count, plural, one {În coadă: un pas se reîncearcă acum; au mai rămas alții din această cauză.} few {În coadă: # pași se reîncearcă acum; au mai rămas alții din această cauză.} other {În coadă: # de pași se reîncearcă acum; au mai rămas alții din această cauză.}}",
    decide: "Decideți pe fiecare comandă: deschideți-o, comparați ambele părți, apoi acceptați.",
    byItself: "Nimic de apăsat: după timpul de așteptare MEGZO verifică și continuă de la ce găsește.",
    allOrders: "{count, plural, one {Arată comanda} few {Arată toate #} other {Arată toate #}}",
    fewer: "Arată mai puține",
    firstOnly: "Cele mai urgente {count}.",
    paused: "Conexiunea {slug} este oprită temporar",
    resumes: "Încearcă din nou singură {ago}.",
    resumesNow: "Încearcă din nou singură la următoarea rulare.",
    toConnection: "Deschide Conexiuni",
  },
  note: {
    none: "Nu se ocupă nimeni încă.",
    write: "Atribuie sau comentează",
    edit: "Modifică",
    assignee: "Se ocupă",
    nobody: "Nimeni",
    dueAt: "Până la",
    due: "până la {due}",
    late: "termen depășit: {due}",
    comment: "Comentariu",
  },
};
