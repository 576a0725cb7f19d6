/** eMAG localities the twin knows, with an invented street or two; the ids feed `receiver.locality_id` (§4.5, §6.4). */
export type Place = { id: number; city: string; county: string; region: string; zipcode: string };

export const places: Place[] = [
  { id: 8801, city: "Cluj-Napoca", county: "Cluj", region: "Nord-Vest", zipcode: "400001" },
  { id: 8802, city: "Turda", county: "Cluj", region: "Nord-Vest", zipcode: "401001" },
  { id: 8803, city: "București", county: "București", region: "București-Ilfov", zipcode: "010011" },
  { id: 8804, city: "Voluntari", county: "Ilfov", region: "București-Ilfov", zipcode: "077190" },
  { id: 8805, city: "Iași", county: "Iași", region: "Nord-Est", zipcode: "700001" },
  { id: 8806, city: "Timișoara", county: "Timiș", region: "Vest", zipcode: "300001" },
  { id: 8807, city: "Constanța", county: "Constanța", region: "Sud-Est", zipcode: "900001" },
  { id: 8808, city: "Brașov", county: "Brașov", region: "Centru", zipcode: "500001" },
  { id: 8809, city: "Sibiu", county: "Sibiu", region: "Centru", zipcode: "550001" },
  { id: 8810, city: "Târgu Mureș", county: "Mureș", region: "Centru", zipcode: "540001" },
  { id: 8811, city: "Craiova", county: "Dolj", region: "Sud-Vest", zipcode: "200001" },
  { id: 8812, city: "Bistrița", county: "Bistrița-Năsăud", region: "Nord-Vest", zipcode: "420001" },
];

/** Romanian letters to plain ones, as the `_latin` fields have them. */
export function latin(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}
