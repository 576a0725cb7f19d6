import { channels, erps } from "@/lib/connectors/registry";
import type { FieldProblem } from "@/lib/flows/connections/save-settings";

type Given = { settings?: unknown; credentials?: unknown };
type Parts = {
  settings: Record<string, unknown> | null;
  credentials: unknown;
  problems: FieldProblem[];
};

/** A connection's given parts in the shape its connector wants, with every wrong field; null where there is no such connector. */
export function validateConnection(name: string, { settings, credentials }: Given): Parts | null {
  const connector = channels[name] ?? erps[name];
  if (!connector) return null;
  const read = (part: keyof Given, schema: typeof connector.settingsSchema, value: unknown) => {
    const parsed = value === undefined ? null : schema.safeParse(value);
    const problems = (parsed?.error?.issues ?? []).map(({ path, message }) => ({
      path: [part, ...path].map(String).join("."),
      message,
    }));
    return { data: parsed?.data ?? null, problems };
  };
  const ofSettings = read("settings", connector.settingsSchema, settings);
  const ofCredentials = read("credentials", connector.credentialsSchema, credentials);
  return {
    settings: ofSettings.data as Record<string, unknown> | null,
    credentials: ofCredentials.data,
    problems: [...ofSettings.problems, ...ofCredentials.problems],
  };
}

/** Which side a connector stands on; null where there is none of that name. */
export const sideOfConnector = (name: string): "channel" | "erp" | null =>
  channels[name] ? "channel" : erps[name] ? "erp" : null;
