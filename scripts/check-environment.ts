import { checkEnvironment } from "@/lib/env";

try {
  checkEnvironment(process.argv[2] as Parameters<typeof checkEnvironment>[0]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
