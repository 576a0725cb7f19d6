import type { orders as en } from "@/lib/text/orders/orders.en";
import type { Same } from "@/lib/text/same";

export const orders: Same<typeof en> = {
  orders: {
    title: "Comenzi",
    number: "Comandă",
    placed: "Plasată",
    buyer: "Cumpărător",
    gross: "Total",
    status: "eMAG",
    salesOrder: "Comandă ERP",
    invoice: "Factură",
    awb: "AWB",
    problem: "Stare",
    seller: "Vânzător",
    lock: "Se lucrează la ea",
    searchHint: "Comandă, factură, AWB sau cumpărător",
    filters: "Filtrează după stare",
    newAbove: "{count, plural, one {# comandă nouă} few {# comenzi noi} other {# de comenzi noi}}",
    older: "Mai vechi",
    newest: "Cele mai noi",
    page: "50 pe pagină",
    empty: "Nicio comandă încă",
    emptyHint: "Comenzile apar aici de îndată ce eMAG le are, în cel mult un puls.",
    emptyFilter: "Nicio comandă nu se potrivește",
    emptyFilterHint: "Alegeți altă stare sau ștergeți căutarea.",
    clearFilter: "Arată toate comenzile",
    fulfilledByChannel: "FBE",
    fulfilledByChannelHint: "Livrată de eMAG din depozitul său",
    views: {
      mine: "Filtrele mele",
      keep: "Păstrează filtrul",
      name: "Numele lui",
      save: "Păstrează",
      forget: "Șterge filtrul {name}",
    },
    deadline: "De predat până la",
    until: "până la",
    choose: "Alege comanda {number}",
    chooseAll: "Alege tot de pe pagină",
    chosen: "{count, plural, one {O comandă aleasă} few {# comenzi alese} other {# de comenzi alese}}",
    clearChoice: "Renunță la alegere",
    note: "De ce, pentru colegi",
    act: { retry: "Reîncearcă", "set-aside": "Pune deoparte", resume: "Reia" },
    would: {
      retry:
        "{count, plural, =0 {Nicio comandă nu va fi reîncercată.} one {O comandă va fi reîncercată imediat.} few {# comenzi vor fi reîncercate imediat.} other {# de comenzi vor fi reîncercate imediat.}}",
      "set-aside":
        "{count, plural, =0 {Nicio comandă nu va fi pusă deoparte.} one {O comandă va fi pusă deoparte: nu se face nimic până la reluare, în nicio parte.} few {# comenzi vor fi puse deoparte: nu se face nimic până la reluare, în nicio parte.} other {# de comenzi vor fi puse deoparte: nu se face nimic până la reluare, în nicio parte.}}",
      resume:
        "{count, plural, =0 {Nicio comandă nu va fi reluată.} one {O comandă va continua.} few {# comenzi vor continua.} other {# de comenzi vor continua.}}",
    },
    did: {
      retry:
        "{count, plural, one {O comandă este reîncercată} few {# comenzi sunt reîncercate} other {# de comenzi sunt reîncercate}}",
      "set-aside":
        "{count, plural, one {O comandă pusă deoparte} few {# comenzi puse deoparte} other {# de comenzi puse deoparte}}",
      resume: "{count, plural, one {O comandă continuă} few {# comenzi continuă} other {# de comenzi continuă}}",
    },
    leaves: {
      "nothing-open": "Nu mai este nimic de făcut",
      "set-aside": "Pusă deoparte: reluați-o întâi",
      "already-aside": "Deja pusă deoparte",
      "not-aside": "Nu este pusă deoparte",
    },
  },
};
