import { createHash } from "node:crypto";
import type { Settings } from "./settings";
import type { FetchRecord } from "./state";

/** GETs a document as eMAG does, without credentials, and tells what came; never throws (emag-api.md §5.1). */
export async function fetchDocument(url: string, settings: Settings, at: number): Promise<FetchRecord> {
  const record: FetchRecord = {
    at,
    status: null,
    contentType: null,
    isPdf: false,
    size: 0,
    sha256: null,
    error: null,
  };
  try {
    const answer = await fetch(url, {
      redirect: settings.followRedirects ? "follow" : "manual",
      signal: AbortSignal.timeout(20_000),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    record.status = answer.status;
    record.contentType = answer.headers.get("content-type");
    record.isPdf = bytes.subarray(0, 4).toString("latin1") === "%PDF";
    record.size = bytes.length;
    record.sha256 = createHash("sha256").update(bytes).digest("hex");
  } catch (error) {
    record.error = reasonOf(error);
  }
  return record;
}

/** "fetch failed" alone would hide whether nobody answered, or closed the connection. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}

/** Whether a download gave a PDF within the size limit. */
export function isUsable(record: FetchRecord, settings: Settings): boolean {
  return record.status === 200 && record.isPdf && record.size <= settings.maxBytes;
}
