import type { sandbox as en } from "@/lib/text/operations/sandbox.en";
import type { Same } from "@/lib/text/same";

export const sandbox: Same<typeof en> = {
  sandbox: {
    title: "Sandbox",
    lead: "Gemeni locali ai eMAG și Acumatica. Nimic de aici nu atinge un cont real.",
    place: "Plasează o comandă",
    placeHint: "Un cumpărător comandă pe geamănul eMAG; urmăriți comanda pe pagina Comenzi.",
    placed: "Comanda {number} a fost plasată.",
    mishapSet: "Pregătit: lovește următoarele apeluri.",
    active: "Defecțiuni pregătite",
    nothingActive: "Niciuna. Ambii gemeni se poartă bine.",
    hits: "{hits} lovituri, {left} rămase",
    calm: "Oprește toate defecțiunile",
    calmed: "Ambii gemeni se poartă din nou bine.",
    breakErp: "Strică Acumatica",
    breakEmag: "Strică eMAG",
    break: "Strică",
    breakIt: "Strică: {what}",
    mishap: {
      erpLostAnswer: "Creează comanda de vânzare, apoi pierde răspunsul",
      erpLateCommit: "Taie legătura, creează comanda de vânzare după 20 s",
      erpCut: "Taie legătura înainte ca apelul să ajungă",
      erpDown: "Răspunde 503 la următoarele 30 de apeluri",
      erpPages: "Răspunde cu o pagină HTML la următoarele 6 citiri",
      emagLostParcel: "Emite AWB-ul, apoi pierde răspunsul",
      emagLostAcknowledgement: "Confirmă comanda, apoi pierde răspunsul",
      emagLostInvoice: "Preia factura, apoi pierde răspunsul",
      emagLimit: "Prea multe cereri, de 10 ori",
      emagDown: "Răspunde 502 la următoarele 30 de apeluri",
    },
    failed: "Geamănul nu a acceptat.",
  },
};
