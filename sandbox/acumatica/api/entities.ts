import type { Actions } from "@/sandbox/acumatica/api/actions";
import { attach, readFile, storedName } from "@/sandbox/acumatica/api/files";
import { inquiries } from "@/sandbox/acumatica/api/inquiries";
import { isShown, listRecords, matching, readAsk, showRecord } from "@/sandbox/acumatica/api/query";
import { type Entity, entities, findRecord } from "@/sandbox/acumatica/api/views";
import { type Frame, render } from "@/sandbox/acumatica/api/wire";
import { putShipment } from "@/sandbox/acumatica/documents/put-shipment";
import { putSalesOrder } from "@/sandbox/acumatica/documents/sales-orders";
import { shipmentsOf } from "@/sandbox/acumatica/documents/shipments";
import {
  badRequest,
  cannotOptimize,
  exception,
  Failure,
  noEntity,
  noRights,
  notFound,
} from "@/sandbox/acumatica/failure";
import { touchStock } from "@/sandbox/acumatica/stock";

/** A request below `/entity/{Endpoint}/{version}/`, its path already split and decoded. */
export type Call = {
  method: string;
  parts: string[];
  query: URLSearchParams;
  headers: Headers;
  bytes: Buffer;
  session: string;
};

export type Answer = { status: number; json?: unknown; bytes?: Buffer; headers?: Record<string, string> };

export const versions = ["20.200.001", "22.200.001", "23.200.001", "24.200.001", "25.200.001"];

function jsonBody(call: Call): unknown {
  try {
    return JSON.parse(call.bytes.toString("utf8"));
  } catch {
    throw badRequest("The request body is not valid JSON.");
  }
}

function fileAnswer(frame: Frame, id: string): Answer {
  const { file, bytes } = readFile(frame.erp, id);
  file.downloads += 1;
  return { status: 200, bytes, headers: { "content-type": frame.erp.settings.fileContentType } };
}

function upload(frame: Frame, entity: Entity, keys: string[], name: string, call: Call): Answer {
  const { erp } = frame;
  const owner = findRecord(erp, entity, keys);
  const comment = call.headers.get("px-cbfilecomment");
  const file = erp.commit(() => attach(erp, owner, storedName(erp, entity.shape, owner, name), call.bytes, comment));
  return { status: 204, headers: { location: `${frame.base}/files/${file.id}` } };
}

/** `files/{id}` and `files/{graph}/{view}/{guid}/{name}` (acumatica-api.md §7.7, §7.8). */
function files(frame: Frame, call: Call): Answer {
  const [, id = "", view, guid, name] = call.parts;
  if (call.method === "GET" && call.parts.length === 2) return fileAnswer(frame, id);
  const owner = Object.values(entities).find((entity) => entity.shape.attach === `${id}/${view}`);
  if (call.method !== "PUT" || !owner || !guid || !name) throw notFound(call.parts.join("/"));
  return upload(frame, owner, [guid], name, call);
}

function inquiry(frame: Frame, name: string, call: Call): Answer {
  const found = inquiries[name];
  if (!found) throw notFound(name);
  if (frame.erp.settings.forbidden.includes(name)) throw noRights(found.form);
  if (call.method === "GET") throw cannotOptimize(`${found.results}: View ISERecords has BQL delegate`);
  if (call.method !== "PUT")
    throw new Failure(405, { message: "The requested resource does not support this method." });
  const record = found.run(frame.erp, jsonBody(call));
  return { status: 200, json: render(frame, record, found.shape, readAsk(call.query, false)) };
}

/** Insert or update. Entities the service user has no business writing are refused, as its rights would have it. */
async function put(frame: Frame, name: string, entity: Entity, call: Call): Promise<Answer> {
  const { erp } = frame;
  const body = jsonBody(call);
  if (name === "Shipment") return { status: 200, json: showRecord(frame, entity, putShipment(erp, body), call.query) };
  if (name !== "SalesOrder") throw noRights(entity.form);
  const byFilter = call.query.has("$filter") ? matching(erp, entity, call.query).found : null;
  const patch = call.method === "PATCH";
  const saving = putSalesOrder(erp, body, byFilter, {
    createOnly: call.headers.get("if-none-match") === "*",
    updateOnly: patch || call.headers.get("if-match") === "*",
  });
  const { order, before } = await saving.catch((error) => {
    const absent = patch && error instanceof Failure && error.status === 412;
    throw absent && !call.headers.has("if-none-match") ? notFound(name) : error;
  });
  const shown = erp.settings.staleEcho && before ? before : order;
  return { status: 200, json: showRecord(frame, entity, shown, call.query) };
}

function post(frame: Frame, name: string, entity: Entity, call: Call, actions: Actions): Answer {
  const action = call.parts[1];
  if (!action) throw new Failure(405, { message: "The requested resource does not support http method 'POST'." });
  const operation = actions.post(entity, action, jsonBody(call), call.session);
  if (!operation) return { status: 204 };
  return { status: 202, headers: { location: `${frame.base}/${name}/${action}/status/${operation.id}` } };
}

/** Only an order nothing hangs on can be deleted; normally it is cancelled (§4.7). */
function remove(frame: Frame, name: string, entity: Entity, keys: string[]): Answer {
  const { erp } = frame;
  if (name !== "SalesOrder") throw noRights(entity.form);
  const order = findRecord(erp, entity, keys);
  if (shipmentsOf(erp, order).length > 0) throw exception(500, "The sales order has shipments and cannot be deleted.");
  erp.commit(() => {
    erp.state.salesOrders = erp.state.salesOrders.filter((other) => other !== order);
    touchStock(erp, order.many.Details ?? []);
  });
  return { status: 204 };
}

/** Fields of one entity, empty, as `$adHocSchema` and the swagger stub show them. */
const template = (entity: Entity): object => ({
  ...Object.fromEntries(entity.shape.keys.map((key) => [key, {}])),
  ...Object.fromEntries(Object.keys(entity.shape.fields).map((field) => [field, {}])),
  custom: {},
});

function get(frame: Frame, entity: Entity, call: Call, actions: Actions): Answer {
  const rest = call.parts.slice(1).flatMap((part) => part.split("|"));
  if (rest.length === 0) return { status: 200, json: listRecords(frame, entity, call.query, call.headers) };
  if (rest[0] === "$adHocSchema") return { status: 200, json: template(entity) };
  if (rest[1] === "status" && rest[2]) return { status: actions.isRunning(rest[2], call.session) ? 202 : 204 };
  const record = findRecord(frame.erp, entity, rest);
  if (!isShown(record, call.headers)) throw noEntity();
  return { status: 200, json: showRecord(frame, entity, record, call.query) };
}

/** Everything under one endpoint version (acumatica-api.md §1.1). */
export async function answerCall(frame: Frame, call: Call, actions: Actions): Promise<Answer> {
  const [name = "", ...rest] = call.parts;
  if (name === "swagger.json") {
    return {
      status: 200,
      json: { openapi: "3.0.1", info: { title: `Default/${frame.version}`, version: "4" }, paths: {} },
    };
  }
  if (name === "files") return files(frame, call);
  if (name in inquiries) return inquiry(frame, name, call);
  const entity = entities[name];
  if (!entity) throw notFound(name);
  if (frame.erp.settings.forbidden.includes(name)) throw noRights(entity.form);
  const legacy = call.method === "PUT" && rest.at(-2) === "files" ? rest.at(-1) : undefined;
  if (legacy) return upload(frame, entity, rest.slice(0, -2), legacy, call);
  switch (call.method) {
    case "GET":
      return get(frame, entity, call, actions);
    case "PUT":
    case "PATCH":
      return put(frame, name, entity, call);
    case "POST":
      return post(frame, name, entity, call, actions);
    case "DELETE":
      return remove(
        frame,
        name,
        entity,
        rest.flatMap((part) => part.split("|")),
      );
    default:
      throw new Failure(405, { message: `The requested resource does not support http method '${call.method}'.` });
  }
}
