export function startPostgres(
  directory: string,
): Promise<{ url: string; directory: string; stop(mode?: "fast" | "immediate"): Promise<void> }>;
export function startThrowawayPostgres(): Promise<{ url: string; stop(): Promise<void> }>;
