import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { type ConnectionStore, ConnectorError } from "@/lib/connectors/contract";
import { decrypt, encrypt } from "@/lib/db/encryption";
import { connections } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import { withLease } from "@/lib/flows/engine/with-lease";

/**
 * What a connector stores of a connection between sessions, encrypted. What cannot be decrypted counts as nothing
 * stored. `alone` lets one process at a time sign in and throws ConnectorError `seats-taken` after 60 s of waiting.
 */
export function connectionStore(ctx: FlowContext, connectionId: string): ConnectionStore {
  const one = eq(connections.id, connectionId);
  return {
    read: async () => {
      const [row] = await ctx.db.select({ memory: connections.memory }).from(connections).where(one);
      try {
        return row?.memory ? decrypt(row.memory, connectionId) : null;
      } catch {
        // Encrypted with a key that is gone: the old session times out by itself and the credentials open another.
        return null;
      }
    },
    write: async (text) => {
      const memory = text === null ? null : encrypt(text, connectionId);
      await ctx.db.update(connections).set({ memory }).where(one);
    },
    alone: async <T>(work: () => Promise<T>) => {
      const lease = { name: `sign-in:${connectionId}`, holder: randomUUID(), seconds: 10, waitSeconds: 60 };
      const done = await withLease(ctx, lease, async () => ({ result: await work() }));
      if (done) return done.result;
      throw new ConnectorError("seats-taken", "limited", {}, "another sign-in is under way");
    },
  };
}
