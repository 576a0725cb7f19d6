export const fiscal = {
  fiscal: {
    title: "Facturi și e-Factura",
    owed: "Încă datorate către eMAG",
    owedNone: "Nimic de predat: fiecare comandă are coletul și factura ei.",
    order: "Comandă",
    buyer: "Cumpărător",
    deadline: "De predat până la",
    left: "Timp rămas",
    late: "întârziere {time}",
    noDeadline: "fără termen",
    parcel: "Colet",
    invoice: "Factură",
    owes: "datorat",
    handedOver: "gata",
    figures: "Ultimele 30 de zile",
    rate: "Comenzi finalizate cu factură atașată",
    elsewhere: "Colete necomandate de aici",
    elsewhereHint: "Făcute în paginile eMAG sau găsite acolo după un răspuns neclar.",
    of: "{part} din {whole}",
    does: "Ce face MEGZO",
    doesList: {
      reads: "Citește din ERP facturile eliberate (Open sau Closed) și PDF-ul lor și nu schimbă nimic acolo.",
      carries:
        "Duce la eMAG chiar fișierul din ERP, octet cu octet, și o dovedește cu un singur SHA-256 în trei locuri.",
      one: "Arată un document per factură; stornările și corecțiile urmează, fiecare la adresa ei.",
      stops:
        "Se oprește și întreabă când o factură acoperă mai multe comenzi, are mai multe fișiere sau s-a schimbat după trimitere.",
    },
    doesNot: "Ce nu face MEGZO",
    doesNotList: {
      anaf: "Nu trimite nimic la ANAF și nu are acces la SPV. Raportarea în e-Factura rămâne la ERP sau la contabil.",
      creates: "Nu creează, nu numerotează, nu corectează și nu anulează facturi și nu decide TVA.",
      proof: "PDF-ul de pe eMAG nu este e-Factura: unde legea cere XML-ul, acela contează.",
      deadline: "Nu urmărește termenul legal de raportare a facturii.",
    },
    rights: "Drepturile de care are nevoie utilizatorul ERP",
    rightsHint: "Tot ce e în plus se poate lua; facturile sunt doar citite.",
    right: {
      salesOrders: "Comenzi de vânzare (SO301000): adăugare și editare, Cancel Order",
      shipments: "Livrări (SO302000): vizualizare; editare pentru numărul AWB al unui pachet",
      invoices: "Facturi (SO303000): doar vizualizare",
      files:
        "Fișierele facturilor: urmează dreptul pe SO303000; File Maintenance (SM202510) să nu le închidă acestui utilizator",
      stock:
        "Articole (IN202500) și interogarea din care vin cantitățile (Storage Details IN408050, dacă nu e setată alta): doar vizualizare",
    },
  },
};
