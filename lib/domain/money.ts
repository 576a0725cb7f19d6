import Big from "big.js";

/** Money and rates travel as decimal text ("272.7190"); binary floating point never touches them. */
export type Decimal = string;

const decimalPattern = /^-?\d+(\.\d+)?$/;

export function isDecimal(text: string): boolean {
  return decimalPattern.test(text);
}

export function add(...terms: Decimal[]): Decimal {
  return terms.reduce((sum, term) => sum.plus(term), new Big(0)).toFixed();
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return new Big(a).minus(b).toFixed();
}

export function multiply(...factors: Decimal[]): Decimal {
  return factors.reduce((product, factor) => product.times(factor), new Big(1)).toFixed();
}

/** Divides to `places` decimals, half away from zero. */
export function divide(a: Decimal, b: Decimal, places: number): Decimal {
  return new Big(a).div(b).toFixed(places, Big.roundHalfUp);
}

const roundings = {
  "half-up": Big.roundHalfUp,
  "half-even": Big.roundHalfEven,
  up: Big.roundUp,
  down: Big.roundDown,
} as const;

/** Rounds to `places` decimals, half away from zero unless told, as both systems do for amounts (acumatica-api.md §5.7). */
export function round(value: Decimal, places: number, mode: keyof typeof roundings = "half-up"): Decimal {
  return new Big(value).toFixed(places, roundings[mode]);
}

export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return new Big(a).cmp(b);
}

export function absolute(value: Decimal): Decimal {
  return new Big(value).abs().toFixed();
}

export function isZero(value: Decimal): boolean {
  return new Big(value).eq(0);
}
