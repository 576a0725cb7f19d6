import { fileURLToPath } from "node:url";

/** The folder of the migrations: beside `scripts` in the checkout and in the built product alike. */
export const migrations = fileURLToPath(new URL("../drizzle", import.meta.url));
