import type { connections as en } from "@/lib/text/en/connections";
import type { Same } from "@/lib/text/same";

export const connections: Same<typeof en> = {
  connections: {
    title: "Conexiuni",
    lead: "Conturile cu care lucrează MEGZO.",
    inOrder: "În regulă",
    paused: "În pauză",
    pausedUntil: "încearcă din nou {ago}",
    test: "Testează conexiunea",
    testing: "Se testează…",
    tested: "Ultimul test {ago}",
    testedOk: "Tot ce numesc setările a fost găsit.",
    testedBad:
      "{count, plural, one {# constatare cere intervenție} few {# constatări cer intervenție} other {# de constatări cer intervenție}}",
    neverTested: "Netestată încă.",
    findingOk: "în regulă",
    protection: {
      "manual-numbering":
        "Documentele de acest tip au ca număr id-ul comenzii din canal: Acumatica refuză singură un al doilea.",
      "duplicates-allowed":
        "Două documente de acest tip au aceeași comandă a clientului: Forbid Duplicates este sau a fost oprit. Protejează doar gărzile MEGZO; porniți-l în SO201000.",
      "see-SO201000":
        "API-ul nu arată acest lucru. Priviți tipul de comandă în formularul SO201000: numerotarea manuală sau Require Customer Order Nbr. cu Forbid Duplicates face ca Acumatica să refuze singură un al doilea document; fără ele protejează doar gărzile MEGZO.",
    },
    settings: "Setări",
    credentials: "Date de acces",
    credentialsHint: "Doar pentru scriere: ce este salvat nu se mai arată niciodată. Completați tot pentru a înlocui.",
    set: "setat, nu se arată",
    webhook: "URL de notificare",
    webhookHint: "Introduceți acest URL acolo, ca schimbările să fie văzute imediat. Conține un secret.",
    webhookHidden: "Se arată doar administratorilor.",
    empty: "Nicio conexiune încă",
    emptyHint: "Conexiunile vin din fișierul de configurare.",
    saveCredentials: "Înlocuiește datele de acces",
    kind: { emag: "Marketplace", acumatica: "ERP" },
  },
  budget: {
    title: "Apeluri",
    none: "Niciun apel încă.",
    bucket: { orders: "Comenzi", rest: "Restul", requests: "Cereri" },
    minute: "{used} din {limit} în ultimul minut",
    second: "{used} din {limit} în ultima secundă",
    waiting: "{count, plural, one {# apel așteaptă} few {# apeluri așteaptă} other {# de apeluri așteaptă}}",
    remaining: "cealaltă parte spune că mai sunt {count}",
    refused:
      "{count, plural, =0 {niciodată refuzate ca fiind prea multe} one {refuzate o dată ca fiind prea multe} few {refuzate de # ori ca fiind prea multe} other {refuzate de # de ori ca fiind prea multe}}",
  },
  connectionField: {
    country: "Țară",
    country_auto: "După adresă",
    baseUrl: "Adresă",
    username: "Utilizator",
    password: "Parolă",
    endpoint: "Endpoint",
    version: "Versiunea endpointului",
    tenant: "Tenant",
    branch: "Filială",
    method: "Metoda de autentificare",
    clientId: "ID client",
    clientSecret: "Secret client",
    stockInquiry: "Interogare de stoc",
    stockSource: "Stocul se citește din",
    "stockSource_storage-details": "Interogarea Storage Details",
    "stockSource_quantity-available": "Interogarea Available Quantity",
    stockSource_odata: "Interogare generică (OData)",
    method_password: "Utilizator și parolă",
    method_oauth: "OAuth 2.0 (resource-owner password)",
  },
};
