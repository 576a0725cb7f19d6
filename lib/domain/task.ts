/** Long work that a person asks for: the three-way count, what a re-link would do, and the re-link itself. */
export const taskKinds = ["count", "relink-preview", "relink"] as const;
export type TaskKind = (typeof taskKinds)[number];

/** Called as work goes on; `total` is null while it is not known. */
export type Progress = (done: number, total: number | null) => Promise<void>;
