import { afterEach, describe, expect, it, vi } from "vitest";
import { authOptions } from "@/lib/auth/options";

vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({ cookies: async () => ({ get: () => undefined }) }));

afterEach(() => vi.unstubAllEnvs());

function cookiesAt(appUrl: string) {
  vi.stubEnv("APP_URL", appUrl);
  vi.stubEnv("AUTH_SECRET", "a secret of at least thirty-two letters");
  return Object.values(authOptions().cookies ?? {});
}

describe("cookies", () => {
  it("belong over https to this very host, to no script and to no other site's form", () => {
    const cookies = cookiesAt("https://megzo.example");
    expect(cookies.length).toBeGreaterThanOrEqual(3);
    for (const { name, options } of cookies) {
      expect(name).toMatch(/^__Host-/);
      expect(options).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/" });
      expect(options.domain).toBeUndefined();
    }
  });

  it("keep plain names over http, where a browser would refuse the others", () => {
    for (const { name, options } of cookiesAt("http://localhost:3000")) {
      expect(name).not.toMatch(/^__/);
      expect(options).toMatchObject({ httpOnly: true, secure: false, sameSite: "lax" });
    }
  });
});
