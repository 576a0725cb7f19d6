import { z } from "zod";
import { mappingSchema } from "@/lib/domain/mappings/rule";
import { heartbeatMinutes, integrationSettings, slugSchema } from "@/lib/domain/settings";

/** A secret in the file: given, or named by the environment variable that holds it. */
const secret = z.union([z.string().min(1), z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) })]);
const email = z.email().transform((text) => text.toLowerCase());

const person = <const R extends [string, ...string[]]>(roles: R) =>
  z.strictObject({ email, name: z.string().trim().min(1).max(100), role: z.enum(roles), password: secret.optional() });

const connection = z.strictObject({
  slug: slugSchema,
  connector: z.string(),
  settings: z.record(z.string(), z.unknown()),
  credentials: z.record(z.string(), z.unknown()).optional(),
  webhookToken: secret.optional(),
});

/** Versions a mapping's history tells of when it moves; older ones stay behind. */
export const longestHistory = 200;

/** A published mapping on its way to another installation, with what was noted on it there. */
const mappingFile = z.strictObject({
  note: z.string().max(500).default(""),
  history: z
    .array(
      z.strictObject({
        version: z.number().int(),
        author: z.string().max(200),
        publishedAt: z.iso.datetime(),
        note: z.string().max(500),
      }),
    )
    .max(longestHistory)
    .default([]),
  content: mappingSchema,
});
export type MappingFile = z.infer<typeof mappingFile>;

const integration = z.strictObject({
  slug: slugSchema,
  channel: slugSchema,
  erp: slugSchema,
  enabled: z.boolean().default(true),
  heartbeatMinutes,
  ...integrationSettings.shape,
  mappings: z.strictObject({ "sales-order": mappingFile.optional(), shipment: mappingFile.optional() }).optional(),
});

const seller = z.strictObject({
  slug: slugSchema,
  name: z.string().trim().min(1).max(200),
  users: z.array(person(["admin", "viewer"])).default([]),
  connections: z.array(connection).default([]),
  integrations: z.array(integration).default([]),
});

/** The configuration file (contract §4). Unknown keys are errors. */
export const configurationSchema = z.strictObject({
  version: z.literal(1),
  staff: z.array(person(["support", "operator"])).default([]),
  sellers: z.array(seller).default([]),
});

const word = z.string().catch("");
const list = <T extends z.ZodType>(item: T) => z.array(item).catch([]);

/** As much of a file as can be read whatever else is wrong with it, so that every problem is found in one go. */
export const outlineSchema = z
  .object({
    staff: list(z.looseObject({ email: word })),
    sellers: list(
      z.looseObject({
        slug: word,
        users: list(z.looseObject({ email: word })),
        connections: list(
          z.looseObject({
            slug: word,
            connector: word,
            settings: z.unknown().optional(),
            credentials: z.unknown().optional(),
          }),
        ),
        integrations: list(z.looseObject({ slug: word, channel: word, erp: word })),
      }),
    ),
  })
  .catch({ staff: [], sellers: [] });

export type Outline = z.infer<typeof outlineSchema>;
export type Configuration = z.infer<typeof configurationSchema>;
export type SellerConfiguration = Configuration["sellers"][number];
export type ConfigurationProblem = { path: string; message: string };

/** `$.sellers[0].slug` from a zod path. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => text + (typeof key === "number" ? `[${key}]` : `.${String(key)}`), "$");
}

/** What the shape alone cannot say: slugs and e-mails named twice, and connections that are not there. */
export function crossProblems(configuration: Outline): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const once = (values: string[], path: (index: number) => string, what: string) => {
    values.forEach((value, index) => {
      if (value && values.indexOf(value) !== index)
        problems.push({ path: path(index), message: `${what} "${value}" is used twice` });
    });
  };
  const { sellers, staff } = configuration;
  once(
    sellers.map(({ slug }) => slug),
    (i) => `$.sellers[${i}].slug`,
    "the slug",
  );
  const people = [
    ...staff.map(({ email: address }, i) => ({ address, path: `$.staff[${i}].email` })),
    ...sellers.flatMap(({ users }, s) =>
      users.map(({ email: address }, i) => ({ address, path: `$.sellers[${s}].users[${i}].email` })),
    ),
  ];
  once(
    people.map(({ address }) => address),
    (i) => people[i]?.path ?? "$",
    "the e-mail",
  );
  sellers.forEach((one, s) => {
    once(
      one.connections.map(({ slug }) => slug),
      (i) => `$.sellers[${s}].connections[${i}].slug`,
      "the slug",
    );
    once(
      one.integrations.map(({ slug }) => slug),
      (i) => `$.sellers[${s}].integrations[${i}].slug`,
      "the slug",
    );
    one.integrations.forEach((integrated, i) => {
      for (const side of ["channel", "erp"] as const) {
        if (!integrated[side] || one.connections.some(({ slug }) => slug === integrated[side])) continue;
        problems.push({
          path: `$.sellers[${s}].integrations[${i}].${side}`,
          message: `there is no connection "${integrated[side]}" in this seller`,
        });
      }
    });
  });
  return problems;
}
