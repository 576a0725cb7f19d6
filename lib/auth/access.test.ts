import { describe, expect, it } from "vitest";
import { routes } from "@/lib/auth/access";
import { abilitiesOf } from "@/lib/auth/roles";

describe("support", () => {
  it("neither reads a parcel's label, which shows the buyer's address, nor changes what a seller has set", () => {
    expect(routes["GET /api/orders/[id]/label"]).not.toContain("support");
    expect(abilitiesOf("support")).toMatchObject({ retry: true, configure: false, readLabels: false });
    const changing = Object.entries(routes).filter(([line]) => line.startsWith("PATCH "));
    expect(changing.filter(([, who]) => (who as readonly string[]).includes("support"))).toEqual([]);
  });
});
