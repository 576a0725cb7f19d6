import type { start as en } from "@/lib/text/connections/start.en";
import type { Same } from "@/lib/text/same";

export const start: Same<typeof en> = {
  start: {
    title: "Primii pași",
    lead: "De la zero la prima comandă, pas cu pas. Ce este gata se citește chiar din sistem.",
    done: "gata",
    next: "urmează",
    later: "mai târziu",
    chooseSeller: "Alegeți un vânzător",
    chooseSellerHint: "Pașii sunt ai unui singur vânzător; alegeți-l în partea de sus a paginii.",
    complete: "Totul este pregătit.",
    progress: "{done} din {all} pași gata",
    onlyAdmin: "Acest pas îl face un administrator.",
    saveAndTest: "Salvează și testează",
    working: "Se lucrează…",
    step: {
      channel: "Conectați eMAG",
      erp: "Conectați Acumatica",
      choose: "Alegeți tipul de comandă și depozitul",
      "dry-run": "Probă pe ultimele comenzi",
      "switch-on": "Porniți",
      "first-order": "Prima comandă",
    },
    why: {
      channel:
        "Cu utilizatorul și parola API-ului eMAG. eMAG acceptă apeluri doar de la adresele declarate în interfața sa.",
      erp: "Cu un utilizator propriu, ca drepturile să fie puține și munca lui să apară în Acumatica sub numele lui.",
      choose: "Cu ce se introduce fiecare comandă de vânzare. Listele vin din ERP-ul dumneavoastră.",
      "dry-run":
        "Construiește comenzile de vânzare ale ultimelor comenzi, cu funcția care le va construi și mai târziu, și le caută articolele în ERP. Nu se scrie nimic, nici în eMAG, nici în ERP.",
      "switch-on": "De acum comenzile eMAG deschise se introduc în ERP, iar eMAG află că sunt în lucru.",
      "first-order": "Prima comandă care ajunge în ERP apare aici, cu comanda ei de vânzare.",
    },
    address: "Adrese de declarat în eMAG",
    addressHint: "În interfața eMAG, la setările API ale contului. Apelurile de la alte adrese sunt refuzate.",
    addressUnknown:
      "Această instalare nu și-a numit adresa de ieșire. Cine o administrează o află din docs/running.md și setează OUTBOUND_ADDRESSES; o numește și refuzul eMAG.",
    addressProxy: "Apelurile ies prin proxy-ul {host}: declarați adresa lui.",
    callback: "URL de callback de introdus în eMAG",
    edit: "Setări și date de acces",
    rights: "Drepturile de care are nevoie utilizatorul ERP",
    listsLoading: "Se citesc listele din ERP…",
    listsNone: "Documentele din ERP nu arată nimic din care să alegeți. Scrieți ce știți; testul caută apoi valoarea.",
    listsHint: "Din documentele și articolele ERP-ului; se poate scrie și altă valoare.",
    chosen: "{orderType} · client {customer} · depozit {warehouse}",
    change: "Schimbați în Setări",
    check: "Testul ERP-ului trebuie să privească și aceste alegeri. Testați încă o dată.",
    run: "Pornește proba",
    runAgain: "Repetă proba",
    runNone: "eMAG nu arată comenzi din ultimele zile. Puteți porni oricum; prima comandă se va vedea.",
    runGood:
      "{count, plural, one {# comandă s-ar introduce} few {# comenzi s-ar introduce} other {# de comenzi s-ar introduce}}",
    runBad: "{count, plural, one {# comandă s-ar opri} few {# comenzi s-ar opri} other {# de comenzi s-ar opri}}",
    runWas:
      "Ultima probă {ago}: {orders, plural, one {# comandă} few {# comenzi} other {# de comenzi}}, {failing, plural, =0 {niciuna nu s-ar opri} one {# s-ar opri} few {# s-ar opri} other {# s-ar opri}}.",
    runTotals: "linii {total} · cumpărător {gross} {currency}",
    runLine: "{quantity} × {item} la {price}",
    switchOn: "Pornește",
    switchedOn: "Pornit. Prima trecere începe în câteva secunde.",
    switchStops:
      "{failing, plural, one {# comandă} few {# comenzi} other {# de comenzi}} din probă s-ar opri și ar aștepta un om.",
    switchLook: "La fiecare {minutes} minute și imediat când eMAG apelează. Se poate opri oricând din Setări.",
    waiting: "Se așteaptă ca prima comandă să ajungă în ERP…",
    arrived: "Comanda {number} este în ERP ca {salesOrder}.",
    open: "Deschide comanda",
  },
};
