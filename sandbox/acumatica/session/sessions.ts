import { randomBytes } from "node:crypto";
import { exception, Failure, unauthorized } from "@/sandbox/acumatica/failure";
import type { Settings } from "@/sandbox/acumatica/settings";

export type Session = {
  id: string;
  /** The second cookie of a login, or the bearer grant a session belongs to. */
  secret: string;
  grant: string | null;
  user: string;
  openedAt: number;
  seenAt: number;
  /** The call this session is busy with; the next one waits for it (acumatica-api.md §2.3). */
  tail: Promise<unknown>;
};

export type Accounting = {
  logins: number;
  logouts: number;
  refusedLogins: number;
  failedLogins: number;
  expired: number;
  maxOpen: number;
  open: number;
};

export type Credentials = { name: string; password: string; tenant: string | null };

type Clock = { settings: Settings; now(): number };

/** The seats of the licence: who is signed in, how often, and how many at once at most. */
export function createSessions(clock: Clock) {
  const open = new Map<string, Session>();
  const failures = new Map<string, number>();
  const zero = (): Accounting => ({
    logins: 0,
    logouts: 0,
    refusedLogins: 0,
    failedLogins: 0,
    expired: 0,
    maxOpen: 0,
    open: 0,
  });
  let count = zero();

  const expire = (): void => {
    const before = clock.now() - clock.settings.sessionTimeoutSeconds * 1000;
    for (const session of open.values()) {
      if (session.seenAt >= before) continue;
      open.delete(session.id);
      count.expired += 1;
    }
  };

  const start = (user: string, grant: string | null): Session => {
    expire();
    if (open.size >= clock.settings.maxApiUsers) {
      count.refusedLogins += 1;
      throw loginLimit(clock.settings);
    }
    const now = clock.now();
    const token = (): string => randomBytes(16).toString("hex");
    const session = { id: token(), secret: token(), grant, user, openedAt: now, seenAt: now, tail: Promise.resolve() };
    open.set(session.id, session);
    count.logins += 1;
    count.maxOpen = Math.max(count.maxOpen, open.size);
    return session;
  };

  const seen = (session: Session | undefined): Session | undefined => {
    if (session) session.seenAt = clock.now();
    return session;
  };

  return {
    /** Checks name, password and tenant; a locked account refuses the right password too (§2.1). */
    check({ name, password, tenant }: Credentials): void {
      const { settings } = clock;
      const locked = settings.lockAfterFailures > 0 && (failures.get(name) ?? 0) >= settings.lockAfterFailures;
      const known = settings.users.some((user) => user.name === name && user.password === password);
      if (!known || locked) {
        count.failedLogins += 1;
        failures.set(name, (failures.get(name) ?? 0) + 1);
        const message = locked ? "Your account is locked out." : "Invalid credentials. Please try again.";
        throw exception(500, message);
      }
      if (tenant && tenant !== settings.tenant && !settings.singleTenant) {
        count.failedLogins += 1;
        throw exception(
          500,
          "A proper company ID cannot be determined for the request.",
          "PX.Data.PXUndefinedCompanyException",
        );
      }
      failures.delete(name);
    },
    start,
    byCookies(id: string | undefined, secret: string | undefined): Session | undefined {
      expire();
      const found = id ? open.get(id) : undefined;
      return seen(found?.secret === secret && found?.grant === null ? found : undefined);
    },
    byCookieOfGrant(id: string | undefined, grant: string): Session | undefined {
      expire();
      const found = id ? open.get(id) : undefined;
      return seen(found?.grant === grant ? found : undefined);
    },
    byGrant(grant: string): Session | undefined {
      expire();
      return seen([...open.values()].find((session) => session.grant === grant));
    },
    close(session: Session | undefined): void {
      if (session && open.delete(session.id)) count.logouts += 1;
    },
    closeAll(): void {
      count.expired += open.size;
      open.clear();
    },
    reset(): void {
      open.clear();
      failures.clear();
      count = zero();
    },
    accounting(): Accounting {
      expire();
      return { ...count, open: open.size };
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;

/** §2.5: the text is always the same, status and body type are not. */
function loginLimit({ loginLimitStatus, loginLimitBody }: Settings): Failure {
  const text = "API Login Limit: the number of concurrent API logins has been reached.";
  if (loginLimitBody === "text") return new Failure(loginLimitStatus, text);
  return loginLimitStatus === 500 ? exception(500, text) : new Failure(429, { message: text });
}

/** The login body: `tenant`, or its older name `company`, never both. */
export function readLogin(body: Record<string, unknown>): Credentials {
  const { name, password, tenant, company } = body;
  if (typeof name !== "string" || typeof password !== "string" || (tenant && company)) {
    throw exception(400, "The request is invalid.", "System.ArgumentException");
  }
  const chosen = tenant ?? company;
  return { name, password, tenant: typeof chosen === "string" && chosen !== "" ? chosen : null };
}

/** Runs calls of one session one after another. */
export async function inTurn<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const turn = session.tail.then(work, work);
  session.tail = turn.catch(() => undefined);
  return turn;
}

export const requireSession = (session: Session | undefined): Session => {
  if (!session) throw unauthorized();
  return session;
};
