/** What guessers try first, in the languages of this market, without the figures and signs people put around it. */
const words =
  "password passwort parola parolamea contrasena motdepasse jelszo qwertyuiop qwertz qwerty asdfghjkl asdfgh zxcvbnm zxcvbn \
letmein welcome bineaivenit bunvenit administrator admin root login user test testing demo guest changeme secret master \
iloveyou teiubesc dragoste iubire princess sunshine superman batman pokemon monkey dragon shadow football fotbal baseball \
steaua dinamo rapid romania roman bucuresti bucharest cluj timisoara budapest sofia bulgaria hungary craciun christmas \
spring summer autumn winter primavara vara toamna iarna january february march april june july august september october \
november december ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie monday friday \
correcthorsebatterystaple trustno default company firma magazin shop emag marketplace acumatica megzo server database \
alexandru andrei maria elena mihai cristian abcdef abcd abc"
    .split(/\s+/)
    .sort((a, b) => b.length - a.length);

const signs: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
const leastOfOnesOwn = 8;

/**
 * Whether a password is one of those tried first: a common word with figures, signs and years around it, written with
 * signs for letters or not, a row of the keyboard, or a short piece over and over. What is left must be long enough by
 * itself.
 */
export function isCommonPassword(password: string): boolean {
  const small = password.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const read = [...small].map((letter) => signs[letter] ?? letter).join("");
  return /^(.{1,5})\1+.{0,4}$/s.test(small) || [small, read].some((text) => ownPart(text) < leastOfOnesOwn);
}

/** How many characters are left without common words, years and figures in a row. */
function ownPart(text: string): number {
  const joined = text.replace(/[\s._-]/g, "");
  const bare = words.reduce((left, word) => left.replaceAll(word, ""), joined);
  return bare
    .replace(/(19|20)\d\d/g, "")
    .replace(/\d{3,}/g, (figures) => (isRow(figures) ? "" : figures))
    .replace(/(.)\1{2,}/g, "$1").length;
}

/** Figures that go up, go down or stay, as on the keyboard: after 9 comes 0. */
function isRow(figures: string): boolean {
  const steps = [...figures].slice(1).map((figure, n) => (Number(figure) - Number(figures[n]) + 10) % 10);
  return [0, 1, 9].some((step) => steps.every((one) => one === step));
}
