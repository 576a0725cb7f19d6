import { drizzle } from "drizzle-orm/postgres-js";
import type { Sql, TransactionSql } from "postgres";
import postgres from "postgres";
import * as schema from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

/** What everything answers in a process that has died. */
class Death extends Error {}

/**
 * A process that dies right after its `n`th effect: an outside call that was carried out, a row written outside every
 * transaction, a commit. Writes inside one are effects only where `inside` is asked for: whoever dies there leaves the
 * world as it was before it began.
 */
export type Crashable = { ctx: FlowContext; effects: string[]; dead: () => boolean };

/**
 * A process whose every effect is counted. After `lastEffect` of them nothing it does reaches the database or the
 * outside any more, and what it was doing gets no answer, as after a power cut; open transactions roll back.
 */
export function crashable(
  base: FlowContext,
  client: Sql,
  lastEffect = Number.POSITIVE_INFINITY,
  { inside = false } = {},
): Crashable {
  const effects: string[] = [];
  let dead = false;
  const alive = () => {
    if (dead) throw new Death();
  };
  const effect = (name: string) => {
    effects.push(name);
    if (effects.length >= lastEffect) dead = true;
    alive();
  };
  const inOpen = (name: string) => (inside ? effect(`${openMark}${name}`) : alive());
  const db = drizzle(watch(client, alive, effect, inOpen), { schema });
  const http: FlowContext["http"] = async (request) => {
    alive();
    const answer = await base.http(request);
    effect(`${request.method} ${new URL(request.url).pathname}`);
    return answer;
  };
  return { ctx: { ...base, db, forTenant: () => db, http }, effects, dead: () => dead };
}

/** What the effects inside an open transaction begin with. */
export const openMark = "in an open transaction: ";

/** A client for one crashable process after another; Drizzle changes the serializers of the one it is given. */
export function crashableClient(url: string): Sql {
  return postgres(url, { max: 6, prepare: false, onnotice: () => {} });
}

type Query = { values?: () => Promise<unknown> } & PromiseLike<unknown>;

type Effect = (name: string) => void;

function watch(client: Sql, alive: () => void, effect: Effect, inOpen: Effect): Sql {
  return new Proxy(client, {
    get(target, property) {
      const member = Reflect.get(target, property);
      if (property === "unsafe")
        return (text: string, ...rest: never[]) =>
          counted((member as (...input: unknown[]) => Query).call(target, text, ...rest), text, alive, effect);
      if (property === "begin") {
        return async (work: (sql: Sql) => Promise<unknown>) => {
          alive();
          const written: string[] = [];
          const write = (name: string) => {
            written.push(name);
            inOpen(name);
          };
          const result = await target.begin(
            (transaction) => work(watch(transaction as TransactionSql & Sql, alive, write, write)) as never,
          );
          effect(`commit: ${written.join(", ")}`);
          return result;
        };
      }
      return typeof member === "function" ? member.bind(target) : member;
    },
  }) as Sql;
}

/** Writes count as effects, reads do not: dying before or after a read leaves the same world. */
function counted(query: Query, text: string, alive: () => void, effect: Effect): Query {
  alive();
  const verb = /^\s*(insert into|update|delete from)\s+"?(\w+)/i.exec(text);
  const after = async (result: PromiseLike<unknown>) => {
    const rows = await result;
    if (verb) effect(`${verb[1]} ${verb[2]}`);
    alive();
    return rows;
  };
  const values = query.values?.bind(query);
  return {
    // biome-ignore lint/suspicious/noThenProperty: the driver's queries are thenables, and this stands in for one
    then: (resolve, reject) => after(query).then(resolve, reject),
    values: values && (() => after(values())),
  };
}
