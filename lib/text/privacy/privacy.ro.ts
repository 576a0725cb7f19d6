import type { privacy as en } from "@/lib/text/privacy/privacy.en";
import type { Same } from "@/lib/text/same";

export const privacy: Same<typeof en> = {
  privacy: {
    title: "Date personale",
    lead: "Ce se păstrează despre cumpărători, cât timp și ce faceți când unul dintre ei întreabă. Datele sunt ale dumneavoastră, ca operator; MEGZO le prelucrează pentru dumneavoastră.",
    chooseSeller: "Alegeți un vânzător",
    chooseSellerHint: "Termenele, cererile și registrul sunt ale unui singur vânzător.",
    buyer: "Cererea unui cumpărător",
    buyerLead:
      "Găsiți comenzile cumpărătorului, apoi predați datele păstrate sau ștergeți-le. Căutarea nu apare în nicio adresă și în niciun jurnal; predarea și ștergerea se înregistrează, după numărul comenzii.",
    asked: "Numele întreg, e-mail, telefon sau număr de comandă",
    find: "Caută",
    found: "Comenzi găsite",
    nothingFound:
      "Nicio comandă a dumneavoastră nu se potrivește. Numele trebuie să fie întreg; încercați e-mailul sau numărul comenzii. O comandă cu cumpărătorul șters se găsește doar după număr.",
    choose: "Alege comanda {number}",
    finished: "Încheiată",
    erased: "Cumpărător șters",
    person: "așteaptă un om",
    inFlight: "În lucru: {why}",
    export:
      "{count, plural, one {Descarcă datele unei comenzi} few {Descarcă datele a # comenzi} other {Descarcă datele a # de comenzi}}",
    erase:
      "{count, plural, one {Șterge cumpărătorul unei comenzi…} few {Șterge cumpărătorul a # comenzi…} other {Șterge cumpărătorul a # de comenzi…}}",
    refused:
      "{count, plural, one {Comanda {numbers} nu este încheiată} other {Comenzile {numbers} nu sunt încheiate}}: comanda din ERP, coletul sau factura mai au nevoie de numele și adresa cumpărătorului. Încheiați sau anulați mai întâi, ori scoateți din selecție.",
    preview:
      "{count, plural, one {Nu se mai poate reveni, pentru o comandă:} few {Nu se mai poate reveni, pentru # comenzi:} other {Nu se mai poate reveni, pentru # de comenzi:}}",
    goes: "Se șterg: numele, e-mailul, telefoanele, adresele, codul fiscal, ce a trimis eMAG, răspunsurile și notele, fișierul facturii și adresa lui publică.",
    stays:
      "Rămân: numerele comenzii, ale comenzii din ERP, ale facturii și coletului, produsele, sumele și amprentele fișierelor, ca aceeași comandă să nu mai nască o a doua comandă în ERP.",
    elsewhere: "eMAG și ERP-ul au datele lor; ștergeți-le și acolo.",
    eraseNow: "Șterge definitiv",
    done: "{count, plural, one {Cumpărătorul unei comenzi a fost șters.} few {Cumpărătorul a # comenzi a fost șters.} other {Cumpărătorul a # de comenzi a fost șters.}}",
    retention: "Cât timp se păstrează datele",
    retentionLead:
      "Datele mai vechi se șterg singure, la câteva minute după termen. O comandă neîncheiată își păstrează cumpărătorul până la încheiere, cel mult {unfinished} de zile peste termen; apoi se renunță la ce a rămas deschis și cumpărătorul se șterge.",
    limits: "Între {least} și {most} de zile; {days} dacă nu alegeți.",
    overdue:
      "{count, plural, one {O comandă trecută de termen mai are cumpărătorul: este în lucru sau îi vine rândul în câteva minute.} few {# comenzi trecute de termen mai au cumpărătorul: sunt în lucru sau le vine rândul în câteva minute.} other {# de comenzi trecute de termen mai au cumpărătorul: sunt în lucru sau le vine rândul în câteva minute.}}",
    kinds: {
      buyers: { name: "Cumpărători", hint: "Zile de la sosirea comenzii." },
      timeline: { name: "Istoricul comenzilor", hint: "Ce s-a făcut cu o comandă, după ștergerea cumpărătorului." },
      downloads: { name: "Descărcări de facturi", hint: "Cine a luat o factură, cu adresa." },
      sessions: { name: "Autentificări încheiate", hint: "Cu adresă și browser." },
    },
    register: "Registrul prelucrărilor",
    registerLead:
      "Făcut din setările de acum. Operator: {controller}. Unde: baza de date a acestei instalări, {host}; datele de acces sunt criptate.",
    activity: "Activitate",
    data: "Ce",
    why: "De ce",
    from: "De unde",
    receives: "Cine le primește",
    howLong: "Cât timp",
    nobody: "nimeni",
    days: "{count, plural, one {o zi} few {# zile} other {# de zile}}",
    term: { always: "Cât timp vânzătorul este aici", "not-kept": "Nu se păstrează" },
    activities: {
      orders: {
        name: "Comenzi",
        data: "Numele, e-mailul, telefonul, adresele, firma și codul fiscal ale cumpărătorului, produsele, plata",
        why: "Pentru a introduce comanda în ERP și a o executa",
      },
      invoices: {
        name: "Facturi",
        data: "Fișierul facturii din ERP",
        why: "Cumpărătorul primește factura prin marketplace",
      },
      downloads: {
        name: "Descărcări de facturi",
        data: "Adresa și programul celui care a luat o factură",
        why: "Dovada că factura a ajuns",
      },
      parcels: {
        name: "Colete",
        data: "Numele și telefonul destinatarului, adresa de livrare sau lockerul, rambursul",
        why: "Pentru a comanda coletul; marketplace-ul îl predă curierului",
      },
      timeline: {
        name: "Istoricul comenzilor",
        data: "Ce s-a făcut cu o comandă și care coleg a făcut-o",
        why: "Pentru a explica și repara ce s-a întâmplat",
      },
      people: {
        name: "Colegi",
        data: "Nume, e-mail, rol, al doilea factor; autentificări cu adresă și browser",
        why: "Intră doar cine are voie; contul există cât vânzătorul, autentificările încheiate cât scrie alături",
      },
      letters: {
        name: "Scrisori și alerte",
        data: "E-mailul colegului; numere de comenzi, fără cumpărător",
        why: "Pentru a anunța că e nevoie de un om",
      },
      record: {
        name: "Registrul schimbărilor",
        data: "E-mailul colegului, ce s-a schimbat; fără cumpărător",
        why: "Trebuie dovedit cine ce a schimbat",
      },
      keys: {
        name: "Numere de comenzi",
        data: "Numerele comenzii, ale comenzii din ERP, ale facturii și coletului, amprentele fișierelor",
        why: "Aceeași comandă nu trebuie să nască o a doua comandă în ERP sau un al doilea colet",
      },
    },
  },
};
