import { randomUUID } from "node:crypto";
import type { Answer, Call } from "@/sandbox/acumatica/api/entities";
import type { Frame } from "@/sandbox/acumatica/api/wire";
import { printInvoice } from "@/sandbox/acumatica/documents/staff";
import type { Erp } from "@/sandbox/acumatica/erp";
import { exception, noRights, notFound } from "@/sandbox/acumatica/failure";
import { same, text } from "@/sandbox/acumatica/record";

type Printing = { session: string; pollsLeft: number; bytes: Promise<Buffer> };

const sent = (body: unknown, field: string): string | null => {
  const value = (body as Record<string, { value?: unknown } | undefined> | null)?.[field]?.value;
  return typeof value === "string" ? value : null;
};

/**
 * A Report entity of a custom endpoint (acumatica-api.md §7.9): `POST {Report}` starts it, `{Report}/report/PDF/{guid}` is
 * 202 until it is done, then the PDF. Every printing has bytes of its own, and only its session may fetch it.
 */
export function createReports(erp: Erp) {
  const printings = new Map<string, Printing>();

  const start = (frame: Frame, name: string, call: Call): Answer => {
    const { reports } = erp.settings.customEndpoint;
    const fields = reports[name];
    if (!fields) throw notFound(name);
    if (erp.settings.forbidden.includes(name)) throw noRights(name);
    const body: unknown = JSON.parse(call.bytes.toString("utf8") || "{}");
    const [type, number] = [sent(body, fields.type), sent(body, fields.number)];
    const invoice = erp.state.invoices.find(
      (one) => same(text(one, "ReferenceNbr"), number ?? "") && (type === null || same(text(one, "Type"), type)),
    );
    if (!invoice) throw exception(500, "The report cannot be generated: no data for these parameters.");
    const id = randomUUID();
    const { actionPolls } = erp.settings;
    printings.set(id, { session: call.session, pollsLeft: actionPolls, bytes: printInvoice(erp, invoice) });
    return { status: 202, headers: { location: `${frame.base}/${name}/report/PDF/${id}` } };
  };

  const fetch = async (id: string, session: string): Promise<Answer> => {
    const printing = printings.get(id);
    if (!printing || printing.session !== session) throw notFound(id);
    printing.pollsLeft -= 1;
    if (printing.pollsLeft >= 0) return { status: 202 };
    return { status: 200, bytes: await printing.bytes, headers: { "content-type": "application/pdf" } };
  };

  return {
    /** The answer of a report's routes; null where the call is none of them. */
    async answer(frame: Frame, call: Call): Promise<Answer | null> {
      const [name = "", ...rest] = call.parts;
      if (!(name in erp.settings.customEndpoint.reports) || frame.endpoint === "Default") return null;
      if (call.method === "POST" && rest.length === 0) return start(frame, name, call);
      const [kind, format, id] = rest;
      if (call.method === "GET" && kind === "report" && format === "PDF" && id) return fetch(id, call.session);
      throw notFound(call.parts.join("/"));
    },
    reset: () => printings.clear(),
  };
}

export type Reports = ReturnType<typeof createReports>;
