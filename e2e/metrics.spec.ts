import { expect, test } from "@playwright/test";
import { e2eEnvironment } from "./support/browser/e2e-environment";

test("a monitor with the token reads the figures, and nobody else does", async ({ request }) => {
  const { baseUrl, metricsToken } = e2eEnvironment();
  const read = (authorization?: string) =>
    request.get(`${baseUrl}/api/metrics`, authorization ? { headers: { authorization } } : {});
  expect((await read()).status()).toBe(401);
  expect((await read("Bearer somebody-else-entirely")).status()).toBe(401);
  const answer = await read(`Bearer ${metricsToken}`);
  expect(answer.status()).toBe(200);
  const text = await answer.text();
  expect(text).toMatch(/^megzo_heartbeat_age_seconds\{integration="carpatic\.emag-erp"\} \d/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d/m);
});
