export const product: string;
export function built(name: "serve" | "worker" | "migrate" | "megzo"): string;
