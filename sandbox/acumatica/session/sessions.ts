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

const zero = (): Omit<Accounting, "open"> => ({
  logins: 0,
  logouts: 0,
  refusedLogins: 0,
  failedLogins: 0,
  expired: 0,
  maxOpen: 0,
});

/** The seats of the licence: who is signed in, how often, and how many at once at most. */
export class Sessions {
  private readonly open = new Map<string, Session>();
  private readonly failures = new Map<string, number>();
  private count = zero();

  constructor(private readonly clock: Clock) {}

  /** Checks name, password and tenant; a locked account refuses the right password too (§2.1). */
  check({ name, password, tenant }: Credentials): void {
    const { settings } = this.clock;
    const failures = this.failures.get(name) ?? 0;
    const locked = settings.lockAfterFailures > 0 && failures >= settings.lockAfterFailures;
    const known = settings.users.some((user) => user.name === name && user.password === password);
    if (!known || locked) {
      this.count.failedLogins += 1;
      this.failures.set(name, failures + 1);
      throw exception(500, locked ? "Your account is locked out." : "Invalid credentials. Please try again.");
    }
    if (tenant && tenant !== settings.tenant && !settings.singleTenant) {
      this.count.failedLogins += 1;
      throw exception(
        500,
        "A proper company ID cannot be determined for the request.",
        "PX.Data.PXUndefinedCompanyException",
      );
    }
    this.failures.delete(name);
  }

  start(user: string, grant: string | null): Session {
    this.expire();
    if (this.open.size >= this.clock.settings.maxApiUsers) {
      this.count.refusedLogins += 1;
      throw loginLimit(this.clock.settings);
    }
    const now = this.clock.now();
    const token = (): string => randomBytes(16).toString("hex");
    const session = { id: token(), secret: token(), grant, user, openedAt: now, seenAt: now, tail: Promise.resolve() };
    this.open.set(session.id, session);
    this.count.logins += 1;
    this.count.maxOpen = Math.max(this.count.maxOpen, this.open.size);
    return session;
  }

  byCookies(id: string | undefined, secret: string | undefined): Session | undefined {
    return this.seen((one) => one.id === id && one.secret === secret && one.grant === null);
  }

  byCookieOfGrant(id: string | undefined, grant: string): Session | undefined {
    return this.seen((one) => one.id === id && one.grant === grant);
  }

  byGrant(grant: string): Session | undefined {
    return this.seen((one) => one.grant === grant);
  }

  close(session: Session | undefined): void {
    if (session && this.open.delete(session.id)) this.count.logouts += 1;
  }

  closeAll(): void {
    this.count.expired += this.open.size;
    this.open.clear();
  }

  reset(): void {
    this.open.clear();
    this.failures.clear();
    this.count = zero();
  }

  accounting(): Accounting {
    this.expire();
    return { ...this.count, open: this.open.size };
  }

  private expire(): void {
    const before = this.clock.now() - this.clock.settings.sessionTimeoutSeconds * 1000;
    for (const session of this.open.values()) {
      if (session.seenAt >= before) continue;
      this.open.delete(session.id);
      this.count.expired += 1;
    }
  }

  /** The open session that is meant, which its use keeps open. */
  private seen(isMeant: (session: Session) => boolean): Session | undefined {
    this.expire();
    const session = [...this.open.values()].find(isMeant);
    if (session) session.seenAt = this.clock.now();
    return session;
  }
}

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
