/** The trace id of an order or a run: its own id without dashes, 32 hexadecimal digits. */
export const traceIdOf = (id: string): string => id.replaceAll("-", "");
