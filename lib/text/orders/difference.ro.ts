import type { difference as en } from "@/lib/text/orders/difference.en";
import type { Same } from "@/lib/text/same";

export const difference: Same<typeof en> = {
  difference: {
    title: "eMAG și comanda din ERP diferă",
    what: "Ce diferă",
    inSalesOrder: "Comanda ERP",
    onChannel: "eMAG acum",
    asEntered: "cum a fost introdus",
    changed: "modificat",
    kind: {
      quantity: "{name}, cantitate",
      price: "{name}, preț unitar",
      voucher: "Voucher {name}",
      deposit: "Garanție {name}",
      "delivery-fee": "Taxa de livrare",
      addressee: "Client sau adresă",
    },
    hint: "MEGZO nu modifică niciodată singur o comandă din ERP. Decizia dumneavoastră rămâne înregistrată.",
    check: "Compară din nou",
    checking: "Se întreabă ERP-ul…",
    acceptChanged: "Am corectat comanda din ERP: accept",
    acceptTotal: "Accept diferența",
    acceptCancelled: "Rezolvat în ERP: accept",
    accepted: "Acceptat și înregistrat.",
    changedAgain: "Nimic acceptat: eMAG a modificat din nou comanda. Verificați încă o dată.",
    totalRead: "Totalul din ERP este {total}.",
    totalUnknown: "ERP-ul nu a spus totalul. Nimic nu a fost schimbat.",
  },
};
