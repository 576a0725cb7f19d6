/** The trace an order or a run is told in: its own id without dashes, 32 hexadecimal digits. */
export const traceIdOf = (id: string): string => id.replaceAll("-", "");
