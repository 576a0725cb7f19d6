import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

export type Login = { email: string; password: string };

/** What a browser spec needs to know of the running product; `emag` and `acumatica` are the twins' origins. */
export type E2eEnvironment = {
  baseUrl: string;
  databaseUrl: string;
  emag: string;
  acumatica: string;
  metricsToken: string;
  /** What must never come out of the product again, whoever asks. */
  secrets: string[];
  admin: Login;
  support: Login;
};

/** What the product's processes wrote on their outputs in this run. */
export const productLog = resolve("test-results", "product.log");

const file = resolve("test-results", "environment.json");

/** The environment that the setup of this run has started. */
export function e2eEnvironment(): E2eEnvironment {
  return JSON.parse(readFileSync(file, "utf8")) as E2eEnvironment;
}

/** Leaves the environment where the specs, which run in processes of their own, find it. */
export function writeE2eEnvironment(environment: E2eEnvironment): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(environment, null, 2));
}
