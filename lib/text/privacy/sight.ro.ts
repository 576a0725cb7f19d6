export const sight = {
  sight: {
    masked: "Datele cumpărătorului îți sunt ascunse",
    reason: "Pentru ce ai nevoie de ele?",
    hint: "Îți arată timp de o oră cumpărătorii acestui vânzător. Vânzătorul îți vede numele și motivul, deci nu scrie în el date ale cumpărătorului.",
    short: "Scrie cel puțin {least} litere.",
    show: "Arată timp de o oră",
    shown: "Cumpărătorii se văd timp de o oră; s-a consemnat.",
    seen: "{count, plural, one {Suportul a deschis o dată datele cumpărătorilor în ultimele 30 de zile} few {Suportul a deschis de # ori datele cumpărătorilor în ultimele 30 de zile} other {Suportul a deschis de # de ori datele cumpărătorilor în ultimele 30 de zile}}",
    who: "{by}: {reason}",
    when: "{from} – {until}",
  },
};
