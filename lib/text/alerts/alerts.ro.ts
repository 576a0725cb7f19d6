import type { alerts as en } from "@/lib/text/alerts/alerts.en";
import type { Same } from "@/lib/text/same";

export const alerts: Same<typeof en> = {
  alerts: {
    title: "Alerte",
    hint: "Ce are nevoie de cineva acum. O alertă se încheie singură când cauza ei a dispărut.",
    none: "Totul este în regulă",
    noneHint: "Se verifică aproximativ o dată pe minut.",
    since: "din {time}",
    over: "Încheiate în ultimele 7 zile",
    lasted: "A durat {duration}",
    open: "Deschide",
    kind: {
      "needs-person":
        "{orders, plural, one {O comandă așteaptă} few {# comenzi așteaptă} other {# de comenzi așteaptă}} decizia cuiva",
      "connection-down": "Conexiunea {connection} nu funcționează",
      "brake-held":
        "{offers, plural, one {O ofertă este reținută} few {# oferte sunt reținute} other {# de oferte sunt reținute}} înainte să ajungă la zero",
      "deadline-near":
        "{orders, plural, one {O comandă trebuie predată} few {# comenzi trebuie predate} other {# de comenzi trebuie predate}} în curând și nu are încă AWB",
      silence: "Nicio comandă de {hours} ore",
      "heartbeat-late": "Nicio trecere încheiată de {minutes} minute",
    },
    why: {
      "needs-person": "{problem}. {cure}",
      "connection-down": "{problem}. {cure}",
      "brake-held":
        "O actualizare ar fi adus neobișnuit de multe oferte la zero. Verificați lista, apoi eliberați-o sau respingeți-o.",
      "deadline-near": "Prima are termenul {first}. Confirmați livrarea în ERP sau vedeți ce oprește AWB-ul.",
      silence: "La această oră sunt de obicei cam {usual}. Verificați dacă eMAG arată comenzi și testați conexiunea.",
      "heartbeat-late": "Verificați dacă rulează procesul worker sau programarea cron.",
    },
    kindShort: {
      "needs-person": "O comandă are nevoie de cineva",
      "connection-down": "O conexiune nu funcționează",
      "brake-held": "Frâna reține oferte",
      "deadline-near": "Un termen de predare este aproape",
      silence: "Nicio comandă când de obicei sunt",
      "heartbeat-late": "O trecere a fost ratată",
    },
    settings: "Cum sunteți anunțat",
    chooseSeller: "Alegeți un vânzător pentru a vedea cum este anunțat.",
    mail: "Prin e-mail",
    mailMissing:
      "Această instalare nu are server de e-mail (SMTP_URL): alertele apar aici și sunt trimise doar la webhook.",
    recipients: "Destinatari",
    recipientsHint: "Separați prin virgulă. Gol: toți administratorii.",
    language: "Limba mesajelor",
    romanian: "Română",
    english: "Engleză",
    webhook: "Adresa webhook",
    webhookHint:
      "Primește un POST semnat pentru fiecare mesaj; X-Megzo-Signature conține t și v1, un HMAC-SHA256 peste „t.body”.",
    secret: "Secretul de semnare, afișat doar acum",
    newSecret: "Creează un nou secret de semnare",
    digest: "Cel mult un mesaj la … minute",
    quietFrom: "Liniște de la",
    quietTo: "Liniște până la",
    quietHint: "Între aceste ore nu se trimite nimic; se trimite când se încheie.",
    deadlineHours: "Termenul este aproape, ore înainte",
    tellAbout: "Anunță despre",
    test: "Trimite un test",
    testSent: "Testul a fost trimis.",
    testNowhere: "Nu are unde să fie trimis: nu există server de e-mail și nici adresă webhook.",
    testFailed: "Netrimis: {reason}",
    lastFailure: "Ultimul mesaj nu a fost trimis: {reason}",
    lastSent: "Ultima trimitere {time}",
    letter: {
      subject: "{seller}: {first}",
      subjectMore: "{seller}: {first} și încă {more}",
      subjectOver: "{seller}: încheiat: {first}",
      overTitle: "Încheiate",
      overLine: "{what}: încheiat la {time}, după {duration}",
      open: "Deschideți panoul: {url}",
      why: "Primiți acest mesaj pentru că sunteți anunțat despre {seller}. Se schimbă la Alerte.",
      testSubject: "{seller}: test",
      test: "Acesta este un test. Alertele vor sosi pe această cale.",
    },
  },
};
