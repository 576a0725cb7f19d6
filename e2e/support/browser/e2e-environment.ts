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

/** Each worker of a run has a product, a database and twins of its own; this is the place of the worker that asks. */
const place = () => Number(process.env.TEST_PARALLEL_INDEX ?? 0);
const file = (worker: number) => resolve("test-results", `environment-${worker}.json`);

/** What the product's processes of a worker wrote on their outputs in this run. */
export const productLog = (worker = place()) => resolve("test-results", `product-${worker}.log`);

/** The environment that the setup of this run has started for this worker. */
export function e2eEnvironment(): E2eEnvironment {
  return JSON.parse(readFileSync(file(place()), "utf8")) as E2eEnvironment;
}

/** Leaves a worker's environment where its specs, which run in processes of their own, find it. */
export function writeE2eEnvironment(worker: number, environment: E2eEnvironment): void {
  mkdirSync(dirname(file(worker)), { recursive: true });
  writeFileSync(file(worker), JSON.stringify(environment, null, 2));
}
