import type { ProblemTexts } from "@/lib/text/failures/problems";

export const problemsRo: ProblemTexts = {
  unreachable: {
    title: "Celălalt sistem nu răspunde",
    why: "Legătura a eșuat sau s-a întrerupt înainte să aibă vreun efect.",
    cure: "Nimic: se încearcă din nou automat. Dacă durează, verificați adresa și dacă sistemul funcționează.",
  },
  "unexpected-answer": {
    title: "Un răspuns fără sens",
    why: "Celălalt sistem a răspuns ceva ce documentația sa nu cunoaște, adesea o pagină de mentenanță.",
    cure: "Apăsați Reîncearcă dacă nu continuă singur. Dacă durează, deschideți sistemul în browser și vedeți ce spune.",
  },
  limited: {
    title: "Ni se cere să încetinim",
    why: "Celălalt sistem permite doar un număr de apeluri într-un interval.",
    cure: "Nimic: munca continuă automat de îndată ce apelurile sunt permise.",
  },
  "seats-taken": {
    title: "Nicio sesiune ERP liberă",
    why: "Toate sesiunile licenței ERP sunt folosite, de oameni sau de alte programe.",
    cure: "Continuă când se eliberează una. Dacă se repetă, dați-i lui MEGZO un utilizator propriu sau deconectați utilizatorii inactivi.",
  },
  "credentials-refused": {
    title: "Utilizator sau parolă refuzate",
    why: "Celălalt sistem nu acceptă datele de acces salvate. Tot ce ține de această conexiune este în pauză.",
    cure: "Introduceți datele corecte la Conexiuni, apoi apăsați Testează conexiunea.",
  },
  "address-not-declared": {
    title: "Adresa acestui server nu este permisă",
    why: "Celălalt sistem acceptă apeluri doar de la adresele declarate acolo.",
    cure: "Declarați {ip}, adresa publică a acestui server, în setările API ale celuilalt sistem, apoi apăsați Testează conexiunea.",
  },
  "rights-missing": {
    title: "Utilizatorului API îi lipsește un drept",
    why: "Utilizatorul se poate autentifica, dar nu are voie să facă acest lucru.",
    cure: "Dați utilizatorului acces la ce numește sistemul mai jos, apoi apăsați Reîncearcă.",
  },
  "tenant-wrong": {
    title: "Tenant necunoscut",
    why: "ERP-ul nu cunoaște tenantul introdus pentru această conexiune sau a deschis sesiunea în altul.",
    cure: "Corectați tenantul la Conexiuni; este numele din lista de autentificare a ERP-ului.",
  },
  "outcome-unknown": {
    title: "Nu se știe dacă a avut efect",
    why: "Apelul a plecat, iar răspunsul s-a pierdut. Poate a avut efect, deci nu se repetă pur și simplu.",
    cure: "Nimic: după timpul de așteptare MEGZO verifică și continuă de la ce găsește.",
  },
  refused: {
    title: "Refuzat de celălalt sistem",
    why: "Celălalt sistem a înțeles cererea și a spus nu.",
    cure: "Citiți răspunsul lui mai jos, corectați acolo, apoi apăsați Reîncearcă.",
  },
  "field-refused": {
    title: "O valoare a fost refuzată: {field}",
    why: "Celălalt sistem nu acceptă ce conține câmpul {field}: {message}.",
    cure: "Corectați valoarea la sursă, apoi apăsați Reîncearcă.",
  },
  "item-unknown": {
    title: "ERP-ul nu cunoaște articolul {item}",
    why: "O linie a comenzii numește articolul {item}, care nu există sau nu poate fi vândut.",
    cure: "Creați sau activați articolul {item} în ERP ori corectați SKU-ul ofertei pe eMAG, apoi apăsați Reîncearcă.",
  },
  "customer-unknown": {
    title: "ERP-ul nu cunoaște clientul {customer}",
    why: "Toate comenzile merg la clientul din setări, iar ERP-ul nu are niciunul cu acest cod.",
    cure: "Creați clientul {customer} în ERP sau corectați-l la Setări, apoi apăsați Reîncearcă.",
  },
  "warehouse-unknown": {
    title: "ERP-ul nu cunoaște depozitul {warehouse}",
    why: "Depozitul din setări nu există în ERP sau acest utilizator nu îl poate folosi.",
    cure: "Corectați depozitul la Setări sau creați-l în ERP, apoi apăsați Reîncearcă.",
  },
  "order-type-unknown": {
    title: "ERP-ul nu cunoaște tipul de comandă {orderType}",
    why: "Comenzile trebuie create cu un tip care nu există acolo sau nu este activ.",
    cure: "Activați tipul de comandă în ERP sau corectați-l la Setări, apoi apăsați Reîncearcă.",
  },
  "duplicate-refused": {
    title: "ERP-ul are deja această comandă",
    why: "ERP-ul a refuzat un al doilea document pentru aceeași comandă, așa cum trebuie.",
    cure: "Apăsați Reîncearcă: MEGZO caută documentul existent și îl leagă.",
  },
  "line-without-sku": {
    title: "O linie fără articol ERP: {line}",
    why: "Oferta {offer} nu are nici SKU, nici articol ERP legat.",
    cure: "Dați ofertei {offer} un SKU pe eMAG, apoi apăsați Reîncearcă.",
  },
  "settings-missing": {
    title: "Lipsește o setare: {field}",
    why: "Această comandă are nevoie de setarea {field}, care este goală.",
    cure: "Completați-o la Setări, apoi apăsați Reîncearcă.",
  },
  "duplicate-sales-orders": {
    title: "Mai multe comenzi ERP pentru o comandă",
    why: "ERP-ul are {numbers} pentru această comandă; un om trebuie să spună care este cea bună.",
    cure: "Anulați-le pe cele greșite în ERP, lăsați una, apoi apăsați Reîncearcă.",
  },
  "total-differs": {
    title: "Totalul din ERP diferă: {actual} în loc de {expected}",
    why: "Cumpărătorul plătește {expected}, comanda {number} din ERP spune {actual}. Prima linie care diferă: {line}. Starea ei în ERP acum: {status}.",
    cure: "Cât timp este On Hold, nu se livrează și nu se facturează nimic. Comparați liniile în ERP și corectați acolo taxa sau prețul înainte de facturare, apoi apăsați Compară din nou; sau acceptați diferența. La final scoateți comanda din așteptare.",
  },
  "mapping-empty": {
    title: "Maparea lasă gol câmpul {field}",
    why: "Versiunea {version} a mapării citește {source}, care lipsește la această comandă, iar ERP-ul cere câmpul.",
    cure: "La Mapări dați câmpului {field} o valoare de rezervă sau altă sursă, publicați, apoi apăsați Reîncearcă la comandă.",
  },
  "mapping-value": {
    title: "Maparea dă câmpului {field} o valoare nepotrivită",
    why: "Versiunea {version} a mapării produce altceva decât primește câmpul: {expected}.",
    cure: "La Mapări corectați regula câmpului {field} (rotunjire, scurtare, format de dată, tabel), publicați, apoi apăsați Reîncearcă.",
  },
  "mapping-no-match": {
    title: "Nicio intrare în „{table}” pentru {field}",
    why: "Regula câmpului {field} caută {source} într-un tabel sau o listă de cursuri din versiunea {version} a mapării, care nu are intrare pentru această comandă și cere refuz în acest caz.",
    cure: "La Mapări adăugați rândul lipsă în „{table}” sau alegeți ce se scrie când nu există; publicați, apoi apăsați Reîncearcă.",
  },
  "mapping-expression": {
    title: "Expresia câmpului {field} a fost oprită",
    why: "În versiunea {version} a mapării expresia a încălcat o limită ({reason}): timpul, memoria, recursivitatea, prototipurile și mediul sunt în afara ei.",
    cure: "La Mapări simplificați expresia câmpului {field} sau înlocuiți-o cu transformări, publicați, apoi apăsați Reîncearcă.",
  },
  "mapping-total": {
    title: "Maparea schimbă totalul: {actual} în loc de {expected}",
    why: "După această mapare liniile fac {actual} cu TVA, iar cumpărătorul plătește {expected}.",
    cure: "La Mapări corectați regulile pentru cantitate și preț unitar; un Sales Order trebuie să aibă totalul plătit de cumpărător.",
  },
  "value-discarded": {
    title: "ERP-ul nu a păstrat o valoare: {field}",
    why: "Valoarea a fost trimisă și acceptată, totuși documentul nu o conține.",
    cure: "Comanda {number} (stare {status}) a fost pusă în așteptare dacă ERP-ul a permis. Verificați acolo câmpul {field} și drepturile utilizatorului, corectați-l, scoateți comanda din așteptare, apoi apăsați Reîncearcă.",
  },
  "order-changed": {
    title: "Modificată pe eMAG după ce a ajuns în ERP",
    why: "Modificat între timp: {changes}. Comanda ERP {number} are încă starea anterioară.",
    cure: "Corectați comanda {number} în ERP, apoi acceptați pe pagina comenzii.",
  },
  "cancelled-after-sales-order": {
    title: "Anulată pe eMAG, prea avansată în ERP",
    why: "Comanda ERP {number} este în starea {status} și nu mai poate fi anulată automat: marfa sau factura pot fi pe drum.",
    cure: "Opriți livrarea sau pregătiți returul în ERP, manual. Apăsați Reîncearcă dacă se poate anula din nou, altfel acceptați pe pagina comenzii.",
  },
  "invoice-ambiguous": {
    title: "Mai multe fișiere pe factura {invoice}",
    why: "Mai multe fișiere se potrivesc modelului: {files}. Doar unul poate ajunge la cumpărător.",
    cure: "Lăsați un singur PDF pe factură în ERP sau restrângeți modelul la Setări, apoi apăsați Reîncearcă.",
  },
  "invoice-shared": {
    title: "Factura {invoice} acoperă și alte comenzi",
    why: "Liniile ei vin din mai multe comenzi; trimisă, ar arăta unui cumpărător achiziția altuia. Celelalte: {orders}.",
    cure: "Facturați această comandă separat în ERP, apoi apăsați Reîncearcă.",
  },
  "invoice-not-pdf": {
    title: "Fișierul facturii nu este PDF: {file}",
    why: "Fișierul de pe factura {invoice} nu conține un document PDF.",
    cure: "Atașați factura tipărită ca PDF în ERP, apoi apăsați Reîncearcă.",
  },
  "invoice-replaced": {
    title: "Factura {invoice} a fost schimbată în ERP după trimitere",
    why: "Fișierul {file} conține alți octeți decât cei primiți de cumpărător.",
    cure: "Decideți pe pagina comenzii: trimiteți fișierul schimbat în același loc sau lăsați cumpărătorului primul fișier.",
  },
  "invoice-not-fetched": {
    title: "eMAG nu descarcă factura {invoice}",
    why: "Adresa ei a fost publicată de {times} ori într-o zi și jumătate, iar fișierul nu a fost luat până la capăt.",
    cure: "Verificați că acest server se vede din internet prin https, fără filtru; apoi apăsați Reîncearcă.",
  },
  "invoice-not-listed": {
    title: "eMAG nu arată factura {invoice}",
    why: "Fișierul a fost descărcat integral, dar lista de documente eMAG nu îl conține nici după {times} publicări.",
    cure: "Priviți comanda în interfața eMAG; dacă documentul lipsește și acolo, apăsați Reîncearcă, altfel întrebați suportul eMAG.",
  },
  "parcel-data-missing": {
    title: "Coletului îi lipsesc date: {field}",
    why: "eMAG are nevoie de {field} pentru a comanda un AWB.",
    cure: "Răspundeți pe pagina comenzii de aici sau completați pe comandă în eMAG și apăsați Reîncearcă. Nu s-a comandat niciun AWB.",
  },
  "parcel-not-allowed": {
    title: "eMAG nu permite colet pentru această comandă",
    why: "Comanda nu numește niciun cont de curier care poate fi folosit.",
    cure: "Verificați conturile de curier în interfața eMAG sau expediați manual.",
  },
  "parcel-unknown": {
    title: "Nu se știe dacă există un AWB",
    why: "Starea comenzii pe eMAG este {status} și nu se vede niciun colet. Un al doilea apel ar putea comanda al doilea colet.",
    cure: "Priviți comanda în eMAG. Dacă nu are AWB, apăsați Reîncearcă; dacă are, este găsit automat.",
  },
  "courier-unsuitable": {
    title: "Contul de curier {account} nu poate prelua coletul",
    why: "Contul este dezactivat, doar pentru retururi sau nu livrează la lockere ({reason}).",
    cure: "Alegeți alt cont în Setări sau activați-l în interfața eMAG, apăsați Testează conexiunea ca lista să fie recitită, apoi Reîncearcă.",
  },
  "offer-differs": {
    title: "Oferta {offer} este acum alt produs",
    why: "Linia „{line}” din comandă are codul {ordered}, dar oferta dvs. {offer} are {known}. Un id de ofertă refolosit ar pune alt articol în ERP, așa că linia rămâne nelegată.",
    cure: "Comparați-le pe eMAG. Corectați codul ofertei acolo sau legați-o de articolul ERP potrivit, apoi apăsați Reîncearcă.",
  },
  "charge-differs": {
    title: "De pe card s-au luat {charged}, comanda însumează {gross}",
    why: "Liniile, voucherele, garanțiile și livrarea comenzii {order} nu însumează cât a luat eMAG de pe card. O parte a comenzii poate fi neînțeleasă, așa că nu s-a creat nicio comandă în ERP.",
    cure: "Comparați comanda pe eMAG. Dacă diferența e corectă, permiteți-o în Setări (diferență tolerată între totaluri), apoi apăsați Reîncearcă.",
  },
  "stock-feed-empty": {
    title: "Lista de stoc din ERP este goală",
    why: "Nu a venit niciun articol. Asta nu înseamnă zero: nu se publică nimic.",
    cure: "Verificați depozitele la Setări și interogarea de stoc din ERP, apoi apăsați Sincronizează acum.",
  },
  "stock-feed-shrunk": {
    title: "Din lista de stoc a ERP lipsesc {missing} din {known} articole",
    why: "Au revenit doar {found} dintre articolele citirii dinainte, mai puțin decât partea de {share} din Setări. Așa arată un drept sau un filtru schimbat în ERP, de aceea nu se publică nimic.",
    cure: "Verificați în ERP interogarea de stoc și drepturile utilizatorului ei, apoi apăsați Sincronizează acum. Dacă articolele chiar nu mai există, puneți 0 la partea minimă de articole cunoscute, în Setări, până trece o citire.",
  },
  internal: {
    title: "Ceva nu a mers în MEGZO",
    why: "O eroare neprevăzută, scrisă în jurnalul serverului.",
    cure: "Apăsați Reîncearcă dacă nu continuă singur. Dacă durează, trimiteți suportului numărul comenzii.",
  },
};
