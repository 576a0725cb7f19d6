import type { people as en } from "@/lib/text/people/people.en";
import type { Same } from "@/lib/text/same";

export const people: Same<typeof en> = {
  people: {
    title: "Persoane",
    lead: "Cine se poate autentifica și pentru ce. Schimbarea rolului sau oprirea încheie pe loc sesiunile persoanei.",
    name: "Nume",
    role: "Rol",
    seller: "Vânzător",
    staff: "Echipa MEGZO",
    lastSeen: "Văzut ultima dată",
    secondFactor: "Al doilea factor",
    disabled: "Oprit",
    you: "dumneavoastră",
    invite: "Invită",
    inviteTitle: "Invitați pe cineva",
    email: "E-mail",
    taken: "Există deja cineva cu acest e-mail.",
    invited: "Invitat",
    sent: "Linkul a fost trimis la {email}.",
    linkOnce:
      "Nu este configurat un server de e-mail. Transmiteți chiar dumneavoastră acest link lui {email}; se afișează o singură dată și se deschide o singură dată.",
    reset: "Link pentru parolă nouă",
    stop: "Oprește",
    restart: "Permite din nou",
    removeFactor: "Elimină al doilea factor",
    letter: {
      inviteSubject: "Accesul dumneavoastră la MEGZO",
      inviteText:
        "Bună ziua, {name},\n\nAți primit acces la MEGZO. Alegeți-vă parola aici, în cel mult trei zile:\n\n{link}\n",
      resetSubject: "O parolă nouă pentru MEGZO",
      resetText:
        "Bună ziua, {name},\n\nAlegeți o parolă nouă aici, în cel mult două ore:\n\n{link}\n\nDacă nu ați cerut-o, nu faceți nimic: parola rămâne neschimbată.\n",
    },
  },
};
