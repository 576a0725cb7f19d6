import { createSessionStore } from "@/lib/connectors/acumatica/session/session-store";
import type { Send, SessionToken } from "@/lib/connectors/acumatica/session/sign-in";
import { type Credentials, requestLimit, type Settings } from "@/lib/connectors/acumatica/settings";
import { type ConnectorContext, ConnectorError, type OpenInput } from "@/lib/connectors/contract";

export type Session = {
  /** Runs `work` while nothing else of this session is under way; its calls go out signed in. */
  exclusively<T>(work: (send: Send) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * One ERP session: opened by the first call, its calls strictly one after another (acumatica-api.md §9.3 trap 2), and
 * always signed out of. A 401 means the call was not executed (§2.4): the session is replaced once and the call sent again.
 */
export function openSession(input: OpenInput<Settings, Credentials>): Session {
  let token: SessionToken | null = null;
  let closed = false;
  let queue: Promise<unknown> = Promise.resolve();
  const call = takingTurns(input.context, input.settings);
  const store = createSessionStore(input, call);

  const signOut = async (): Promise<void> => {
    const left = token;
    token = null;
    if (left) await store.signOut(left);
  };

  const sendOnce: Send = async (request) => {
    if (closed) throw new ConnectorError("internal", "transient", {}, "the session is closed");
    token ??= await store.signIn();
    const answer = await call({ ...request, headers: { ...token.headers(), ...request.headers } });
    if (answer.status < 300) token.learn(answer);
    return answer;
  };

  const send: Send = async (request) => {
    const answer = await sendOnce(request);
    if (answer.status !== 401) return answer;
    // The 401 does not prove that the old session ended: without a sign-out it may keep its seat.
    await signOut();
    await store.invalidate();
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
      return exclusively(signOut).catch(() => undefined);
    },
  };
}

/**
 * Calls one by one within the shared rate limit; a 429 makes all processes wait, longer each time (acumatica-api.md
 * §2.5).
 */
function takingTurns(context: ConnectorContext, settings: Settings): Send {
  let declined = 0;
  return async (request) => {
    await context.takeTurn("requests", requestLimit(settings));
    const answer = await context.http(request);
    declined = answer.status === 429 ? declined + 1 : 0;
    if (declined > 0) {
      const retryAfterSeconds = Number(answer.header("retry-after")) || Math.min(2 * 2 ** declined, 60);
      await context.noteLimits?.("requests", { remaining: null, refused: true, retryAfterSeconds });
    }
    return answer;
  };
}
