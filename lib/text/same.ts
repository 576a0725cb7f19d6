/** The same keys with any text: what a translation must have. */
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
