export type Twin = "emag" | "acumatica";

/** Something that goes wrong at a twin, by the name it has in the texts; `route` and the rest are the twin's own switch. */
export type Mishap = { twin: Twin; route: string; kind: string; times: number; seconds?: number; status?: number };

export const mishaps = {
  erpLostAnswer: { twin: "acumatica", route: "^PUT .*/SalesOrder", kind: "drop-after", times: 1 },
  erpLateCommit: { twin: "acumatica", route: "^PUT .*/SalesOrder", kind: "late-commit", seconds: 20, times: 1 },
  erpCut: { twin: "acumatica", route: "^PUT .*/SalesOrder", kind: "drop-before", times: 1 },
  erpDown: { twin: "acumatica", route: ".*", kind: "status", status: 503, times: 30 },
  erpPages: { twin: "acumatica", route: "^GET ", kind: "html", times: 6 },
  emagLostParcel: { twin: "emag", route: "/awb/save", kind: "drop-after", times: 1 },
  emagLostAcknowledgement: { twin: "emag", route: "/order/acknowledge", kind: "drop-after", times: 1 },
  emagLostInvoice: { twin: "emag", route: "/order/attachments/save", kind: "drop-after", times: 1 },
  emagLimit: { twin: "emag", route: "/order/", kind: "rate-limit", times: 10 },
  emagDown: { twin: "emag", route: ".*", kind: "status", status: 502, times: 30 },
} satisfies Record<string, Mishap>;

export type MishapName = keyof typeof mishaps;
export const mishapNames = Object.keys(mishaps) as MishapName[];

/** One that was set, with how often it struck; `left` is null for one that lasts until it is taken away. */
export type ActiveMishap = { name: string; twin: Twin; hits: number; left: number | null };
