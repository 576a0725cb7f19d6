import { channels, erps } from "@/lib/connectors/registry";
import {
  type Configuration,
  type ConfigurationProblem,
  configurationSchema,
  crossProblems,
  jsonPath,
  type Outline,
  outlineSchema,
} from "@/lib/domain/connections/configuration";

export type CheckedConfiguration = { configuration: Configuration | null; problems: ConfigurationProblem[] };

/** Everything that can be said of a configuration file without the database, each problem with its JSON path. */
export function checkConfiguration(
  file: unknown,
  environment: Record<string, string | undefined>,
): CheckedConfiguration {
  const problems: ConfigurationProblem[] = [];
  const resolved = resolveSecrets(file, [], environment, problems);
  const parsed = configurationSchema.safeParse(resolved);
  const outline = outlineSchema.parse(resolved);
  problems.push(...(parsed.error?.issues ?? []).flatMap((issue) => describe(issue)));
  problems.push(...crossProblems(outline), ...connectorProblems(outline));
  return { configuration: parsed.data ?? null, problems };
}

type Issue = { code?: string; path: PropertyKey[]; message: string; keys?: string[] };

function describe(issue: Issue): ConfigurationProblem[] {
  const missing = /^Invalid input: expected (\w+), received undefined$/.exec(issue.message);
  if (missing) return [{ path: jsonPath(issue.path), message: `is missing: expected ${missing[1]}` }];
  if (issue.code !== "unrecognized_keys") return [{ path: jsonPath(issue.path), message: issue.message }];
  return (issue.keys ?? []).map((key) => ({ path: jsonPath([...issue.path, key]), message: "is not a known key" }));
}

/** Puts the value of the environment variable in the place of every `{ "env": "NAME" }`. */
function resolveSecrets(
  value: unknown,
  path: PropertyKey[],
  environment: Record<string, string | undefined>,
  problems: ConfigurationProblem[],
): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => resolveSecrets(item, [...path, index], environment, problems));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "env" && typeof only[1] === "string") {
    const found = environment[only[1]];
    if (!found) problems.push({ path: jsonPath(path), message: `the environment variable ${only[1]} is not set` });
    // A stand-in keeps the other checks going; with a problem on the list nothing is ever written.
    return found || "not-set";
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [key, resolveSecrets(item, [...path, key], environment, problems)]),
  );
}

function connectorProblems(configuration: Outline): ConfigurationProblem[] {
  return configuration.sellers.flatMap((seller, s) => {
    const at = (index: number, ...rest: PropertyKey[]) => jsonPath(["sellers", s, "connections", index, ...rest]);
    const perConnection = seller.connections.flatMap((connection, index) => {
      const connector = channels[connection.connector] ?? erps[connection.connector];
      // A missing name is on the list already.
      if (connection.connector === "") return [];
      if (!connector) {
        const known = [...Object.keys(channels), ...Object.keys(erps)].join(", ");
        return [
          { path: at(index, "connector"), message: `"${connection.connector}" is not a connector; known are ${known}` },
        ];
      }
      const settings = connector.settingsSchema.safeParse(connection.settings);
      const credentials = connection.credentials ? connector.credentialsSchema.safeParse(connection.credentials) : null;
      return [
        ...(settings.error?.issues ?? []).flatMap((issue) =>
          describe({ ...issue, path: ["sellers", s, "connections", index, "settings", ...issue.path] } as Issue),
        ),
        ...(credentials?.error?.issues ?? []).flatMap((issue) =>
          describe({ ...issue, path: ["sellers", s, "connections", index, "credentials", ...issue.path] } as Issue),
        ),
      ];
    });
    const sides = seller.integrations.flatMap((integration, index) =>
      (["channel", "erp"] as const).flatMap((side) => {
        const connection = seller.connections.find(({ slug }) => slug === integration[side]);
        const kind = side === "channel" ? channels : erps;
        if (!connection || kind[connection.connector]) return [];
        return [
          {
            path: jsonPath(["sellers", s, "integrations", index, side]),
            message: `"${integration[side]}" is not a connection of that kind`,
          },
        ];
      }),
    );
    return [...perConnection, ...sides];
  });
}
