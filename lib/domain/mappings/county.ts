/** Romanian counties: the channel writes names, the ERP wants codes (acumatica-api.md §5.9, trap 28). */
const codes: Record<string, string> = {
  alba: "AB",
  arad: "AR",
  arges: "AG",
  bacau: "BC",
  bihor: "BH",
  "bistrita-nasaud": "BN",
  botosani: "BT",
  brasov: "BV",
  braila: "BR",
  bucuresti: "B",
  buzau: "BZ",
  calarasi: "CL",
  "caras-severin": "CS",
  cluj: "CJ",
  constanta: "CT",
  covasna: "CV",
  dambovita: "DB",
  dolj: "DJ",
  galati: "GL",
  giurgiu: "GR",
  gorj: "GJ",
  harghita: "HR",
  hunedoara: "HD",
  ialomita: "IL",
  iasi: "IS",
  ilfov: "IF",
  maramures: "MM",
  mehedinti: "MH",
  mures: "MS",
  neamt: "NT",
  olt: "OT",
  prahova: "PH",
  salaj: "SJ",
  "satu-mare": "SM",
  sibiu: "SB",
  suceava: "SV",
  teleorman: "TR",
  timis: "TM",
  tulcea: "TL",
  valcea: "VL",
  vaslui: "VS",
  vrancea: "VN",
};

/** "Cluj", "jud. Bistrița-Năsăud" or "CJ" → the two-letter code; null when it is none of the 42. */
export function countyCode(name: string): string | null {
  const plain = name
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/^(judetul|jud\.?|municipiul)\s+/, "")
    .trim();
  const upper = plain.toUpperCase();
  if (Object.values(codes).includes(upper)) return upper;
  return (
    codes[plain.replace(/\s+/g, "-")] ?? (plain.startsWith("bucuresti") || plain.startsWith("sector") ? "B" : null)
  );
}
