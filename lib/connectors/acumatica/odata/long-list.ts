import { JSONParser } from "@streamparser/json";
import type { z } from "zod";
import { lostAnswer, otherShape } from "@/lib/connectors/acumatica/failure";
import type { HttpAnswer } from "@/lib/connectors/http";

/**
 * Reads `{ "<collection>": [row, …] }` while it arrives and keeps the checked rows alone: the stock of 100,000 items is
 * 50 MB of text. All or nothing: `end` throws `transient` for an answer that broke off, is no JSON or has another shape.
 */
export function openLongList<S extends z.ZodType>(collection: string, row: S) {
  const rows: z.output<S>[] = [];
  const parser = new JSONParser({ paths: [`$.${collection}.*`], keepStack: false });
  let failed: Error | null = null;
  let named = false;
  parser.onToken = ({ value }) => {
    named ||= value === collection;
  };
  parser.onValue = ({ value }) => {
    const parsed = row.safeParse(value);
    if (parsed.success) rows.push(parsed.data);
    else failed ??= otherShape("read", parsed.error);
  };
  const take = (piece: Uint8Array): void => {
    if (failed) return;
    try {
      parser.write(piece);
    } catch {
      failed ??= lostAnswer("read", "the answer is no JSON");
    }
  };
  const end = ({ status, body }: HttpAnswer): z.output<S>[] => {
    take(body);
    if (failed) throw failed;
    if (!parser.isEnded) throw lostAnswer("read", "the answer is empty or no JSON", { status: String(status) });
    if (!named) throw lostAnswer("read", `the answer has another shape: ${collection} is missing`);
    return rows;
  };
  return { take, end };
}
