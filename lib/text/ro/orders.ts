import type { orders as en } from "@/lib/text/en/orders";
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
    searchHint: "Comandă, comandă ERP, factură, AWB sau cumpărător",
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
  },
};
