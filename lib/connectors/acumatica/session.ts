import { asConnectorError } from "@/lib/connectors/acumatica/failure";
import { type Credentials, limits, type Settings, siteOf } from "@/lib/connectors/acumatica/settings";
import { type Pass, type Send, signIn } from "@/lib/connectors/acumatica/sign-in";
import { type ConnectorContext, ConnectorError, type OpenInput } from "@/lib/connectors/contract";
import { type HttpAnswer, HttpFailure } from "@/lib/connectors/http";

export type Session = {
  /** Runs `work` while nothing else of this session is under way; its calls go out signed in. */
  exclusively<T>(work: (send: Send) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * One ERP session: opened by the first call, its calls strictly one after another (acumatica-api.md §9.3 trap 2), and
 * always signed out of. A 401 means the call was not executed (§2.4): the session is replaced once and the call sent again.
 */
export function openSession({ settings, credentials, context }: OpenInput<Settings, Credentials>): Session {
  let pass: Pass | null = null;
  let closed = false;
  let queue: Promise<unknown> = Promise.resolve();
  const call = takingTurns(context);
  const door = entrance(() => signIn(call, { settings, credentials }));

  const enter = (): Promise<Pass> => {
    if (closed) throw new ConnectorError("internal", "transient", {}, "the session is closed");
    return door();
  };

  const leave = async (): Promise<void> => {
    const left = pass;
    pass = null;
    if (left) await signOut(call, settings, left);
  };

  const sendOnce: Send = async (request) => {
    pass ??= await enter();
    const answer = await call({ ...request, headers: { ...pass.headers(), ...request.headers } });
    if (answer.status < 300) pass.learn(answer);
    return answer;
  };

  const send: Send = async (request) => {
    const answer = await sendOnce(request);
    if (answer.status !== 401) return answer;
    // Should the old session live on after all, it must not keep its seat.
    await leave();
    return sendOnce(request);
  };

  const exclusively = <T>(work: (send: Send) => Promise<T>): Promise<T> => {
    const result = queue.then(() => work(send));
    queue = result.catch(() => undefined);
    return result;
  };

  return {
    exclusively,
    close: () => {
      closed = true;
      return exclusively(leave).catch(() => undefined);
    },
  };
}

/** Signing in until it was refused once: asking again locks accounts (§2.1), and an unanswered sign-in may hold a seat. */
function entrance(enter: () => Promise<Pass>): () => Promise<Pass> {
  let refusal: ConnectorError | null = null;
  return async () => {
    if (refusal) throw refusal;
    try {
      return await enter();
    } catch (error) {
      const failure = asConnectorError(error, "read");
      if (failure.problem.kind !== "transient" || (error instanceof HttpFailure && error.sent)) refusal = failure;
      throw failure;
    }
  };
}

function takingTurns(context: ConnectorContext): Send {
  return async (request) => {
    await context.takeTurn("requests", limits.requests);
    return context.http(request);
  };
}

/** Frees the seat; tried twice, since a forgotten session keeps it for ten minutes or more (acumatica-api.md §2.4). */
async function signOut(call: Send, settings: Settings, pass: Pass): Promise<void> {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const answer = await call({
      method: "POST",
      url: `${siteOf(settings)}/entity/auth/logout`,
      // Without an explicit length IIS answers 411 and the session stays open (§2.1).
      headers: { ...pass.headers(), "Content-Length": "0" },
      body: "",
      timeoutMs: 10_000,
    }).catch(unanswered);
    if (answer && (answer.status < 300 || answer.status === 401)) return;
  }
}

function unanswered(error: unknown): HttpAnswer | null {
  if (error instanceof HttpFailure) return null;
  throw error;
}
