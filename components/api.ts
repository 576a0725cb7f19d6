export type FieldProblem = { path: string; message: string };

/** What the server said instead of an answer; `status` 0 means it said nothing. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    title: string,
    readonly problems: FieldProblem[] = [],
  ) {
    super(title);
  }
}

export function getJson<T>(url: string): Promise<T> {
  return call<T>(url, { method: "GET" });
}

export function sendJson<T = unknown>(
  method: "POST" | "PATCH" | "DELETE",
  url: string,
  body: unknown = {},
): Promise<T> {
  return call<T>(url, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/** Sends a file's text as it is. */
export function sendText<T = unknown>(url: string, type: string, text: string): Promise<T> {
  return call<T>(url, { method: "POST", headers: { "content-type": type }, body: text });
}

async function call<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, init).catch(() => null);
  if (!response) throw new ApiProblem(0, "no answer");
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const { title, problems } = (body ?? {}) as { title?: string; problems?: FieldProblem[] };
  throw new ApiProblem(response.status, title ?? response.statusText, problems);
}
