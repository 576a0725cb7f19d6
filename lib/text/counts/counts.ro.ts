import type { counts as en } from "@/lib/text/counts/counts.en";
import type { Same } from "@/lib/text/same";

export const counts: Same<typeof en> = {
  counts: {
    title: "Numărătoare în trei părți",
    lead: "Comenzile eMAG, legăturile și comenzile din ERP, comparate o dată pe zi și oricând cereți.",
    period: "Perioadă",
    days: "{count, plural, one {Ultima zi} few {Ultimele # zile} other {Ultimele # de zile}}",
    countNow: "Numără acum",
    relinkPreview: "Previzualizează relegarea",
    readsOnly: "Ambele doar citesc; nu schimbă nimic.",
    relink: "{count, plural, one {Releagă o comandă} few {Releagă # comenzi} other {Releagă # de comenzi}}",
    relinkHint:
      "Leagă din nou comenzile din ERP cu referința noastră de comenzile lor. Nu creează niciuna, în nicio parte.",
    underWay: "Alta este în curs; se vede aici.",
    dead: "{what}: s-a oprit fără rezultat, procesul ei s-a închis. Porniți din nou.",
    kind: { count: "Numărătoare", "relink-preview": "Previzualizarea relegării", relink: "Relegare" },
    doing: {
      count: "Se numără…",
      "relink-preview": "Se verifică ce ar face o relegare…",
      relink: "Se releagă…",
    },
    seen: "{done} comenzi citite",
    doneOf: "{done} din {total}",
    relinked: "Relegat",
    previewed: "O relegare ar face asta",
    report: {
      found: "{count, plural, one {# comandă ERP găsită} few {# comenzi ERP găsite} other {# de comenzi ERP găsite}}",
      alreadyLinked: "{count} legate dinainte",
      linked: "{count} legate acum",
      doubled: "{count} cu mai multe comenzi ERP, lăsate unei persoane",
      absent: "{count} necunoscute pe eMAG",
      busy: "{count} în lucru, încercați din nou",
    },
    preview: {
      found:
        "{count, plural, one {# comandă ERP cu referința noastră} few {# comenzi ERP cu referința noastră} other {# de comenzi ERP cu referința noastră}}",
      alreadyLinked: "{count} legate deja, rămân așa",
      linked: "{count} de legat",
      doubled: "{count} cu mai multe comenzi ERP, lăsate unei persoane",
      absent: "{count} necunoscute pe eMAG",
      busy: "{count} în lucru",
    },
    never: "Încă nu s-a numărat. Prima numărătoare vine la o zi după pornire, sau acum, dacă apăsați butonul.",
    figure: {
      channelOrders: "Comenzi eMAG",
      links: "Legături",
      salesOrders: "Comenzi ERP",
      underway: "Pe drum",
    },
    differences:
      "{count, plural, =0 {Nicio diferență: fiecare comandă are exact o comandă în ERP.} one {O diferență} few {# diferențe} other {# de diferențe}}",
    of: "{from} – {to}, numărat",
    first: "Primele {count}.",
    difference: {
      "order-unknown": {
        title: "Pe eMAG, necunoscută aici",
        cure: "Următorul puls citește comenzile deschise. Dacă rămâne aici după două pulsuri, verificați conexiunea eMAG.",
      },
      "sales-order-missing": {
        title: "Cunoscută aici, fără comandă în ERP",
        cure: "Deschideți comanda: pașii ei spun ce o oprește și ce e de făcut.",
      },
      "sales-order-gone": {
        title: "Legată de o comandă pe care ERP-ul nu o are",
        cure: "A fost ștearsă sau renumerotată în ERP. Restaurați-o acolo sau introduceți-o manual cu același număr de comandă client.",
      },
      "sales-order-unlinked": {
        title: "În ERP, nelegată",
        cure: "Previzualizați relegarea, apoi relegați: comanda își recapătă comanda din ERP și nu se creează niciuna.",
      },
      "sales-orders-double": {
        title: "Mai multe comenzi ERP pentru o comandă",
        cure: "Anulați-le în ERP pe cele greșite, lăsați una, apoi numărați din nou.",
      },
    },
  },
};
