export const parcelQuestion = {
  parcelQuestion: {
    title: "Coletul are nevoie de un răspuns",
    why: "eMAG nu a dat aici o valoare care poate fi folosită. Nu s-a comandat niciun AWB, pentru că fiecare se facturează și nu se poate retrage. Ce scrieți aici se folosește doar pentru acest colet, cât timp eMAG nu schimbă valoarea din comandă.",
    submit: "Răspunde și continuă",
    answered: "Notat: coletul se comandă acum.",
    nothing: "Nu mai este nimic de răspuns.",
    field: {
      shipping_contact: "Cine primește coletul",
      shipping_street: "Strada și numărul",
      shipping_phone: "Telefonul destinatarului",
      shipping_locality_id: "Numărul localității la eMAG",
      locker_id: "Id-ul lockerului la eMAG",
    },
    wrong: {
      shipping_contact: "Scrieți un nume.",
      shipping_street: "Cel puțin 3 caractere, cel mult 255.",
      shipping_phone: "8 până la 11 cifre, cel mult cu un + în față.",
      shipping_locality_id: "Un număr întreg, ca în lista de localități eMAG.",
      locker_id: "Cel puțin 3 caractere, așa cum apare pe comandă în eMAG.",
    },
  },
};
