import { ConnectorError } from "@/lib/connectors/contract";

export type Side = "channel" | "erp";

/** Which side a problem came from, as `blame` wrote it. */
export function sideOf(params: Record<string, string>): Side | null {
  return params.side === "channel" || params.side === "erp" ? params.side : null;
}

/**
 * Adds side and system to the problem of every ConnectorError an opened connector throws, so that a person reads its
 * name.
 */
export function blame<T extends object>(opened: T, side: Side, system: string): T {
  const name = (error: unknown): never => {
    if (error instanceof ConnectorError) Object.assign(error.problem.params, { side, system });
    throw error;
  };
  return new Proxy(opened, {
    get(target, property, receiver) {
      const member = Reflect.get(target, property, receiver);
      if (typeof member !== "function") return member;
      return (...input: unknown[]) => {
        const result = member.apply(target, input);
        if (result instanceof Promise) return result.catch(name);
        if (result && typeof result === "object" && Symbol.asyncIterator in result) return named(result, name);
        return result;
      };
    },
  });
}

async function* named(pages: AsyncIterable<unknown>, name: (error: unknown) => never): AsyncGenerator<unknown> {
  try {
    yield* pages;
  } catch (error) {
    name(error);
  }
}
