import { pathOf, type SettingField, sections } from "@/components/connections/setting-fields";
import type { IntegrationView } from "@/lib/db/connections/integration-list";

/** A form's state: everything as typed, by the schema's path. */
export type Draft = Record<string, string | boolean>;

type Tree = { [name: string]: unknown };

const fields = sections.flatMap((section) => section.fields);

function dig(tree: Tree, path: string): unknown {
  return path.split(".").reduce<unknown>((node, name) => (node as Tree | undefined)?.[name], tree);
}

function plant(tree: Tree, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() ?? "";
  let node = tree;
  for (const name of names) {
    node[name] ??= {};
    node = node[name] as Tree;
  }
  node[last] = value;
}

const whole = ({ enabled, heartbeatMinutes, settings }: IntegrationView): Tree => ({
  ...settings,
  enabled,
  heartbeatMinutes,
});

export function settingsDraft(integration: IntegrationView): Draft {
  const tree = whole(integration);
  return Object.fromEntries(
    fields.map((field) => {
      const value = dig(tree, pathOf(field.key));
      if (field.kind === "switch") return [pathOf(field.key), value === true];
      return [pathOf(field.key), Array.isArray(value) ? value.join(", ") : String(value ?? "")];
    }),
  );
}

/** What the server validates: the stored settings with the draft laid over them; empty optional fields are left out. */
export function bodyOf(
  integration: IntegrationView,
  draft: Draft,
): { enabled: unknown; heartbeatMinutes: unknown; settings: Tree; revision: number } {
  const tree: Tree = structuredClone(whole(integration));
  for (const field of fields) plant(tree, pathOf(field.key), typed(field, draft[pathOf(field.key)] ?? ""));
  const awb = tree.awb as Tree;
  if (Object.values(awb.sender as Tree).every((value) => value === undefined)) delete awb.sender;
  const { enabled, heartbeatMinutes, ...settings } = tree;
  return { enabled, heartbeatMinutes, settings, revision: integration.revision };
}

function typed(field: SettingField, value: string | boolean): unknown {
  if (typeof value === "boolean") return value;
  const text = value.trim();
  if (text === "" && field.optional) return undefined;
  if (field.kind === "list")
    return text
      .split(",")
      .map((entry) => entry.trim())
      .filter(Boolean);
  // A number that cannot be read goes out as typed: the schema, not this form, says what is wrong with it.
  if (field.kind === "number") return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}
