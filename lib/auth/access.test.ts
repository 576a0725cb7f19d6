import { describe, expect, it } from "vitest";
import { routeAccess } from "@/lib/auth/access";
import { abilitiesOf } from "@/lib/auth/roles";

describe("support", () => {
  it("changes nothing that a seller has set, and has to say what for before it sees a buyer", () => {
    expect(abilitiesOf("support")).toMatchObject({ retry: true, configure: false, unmask: true });
    const changing = Object.entries(routeAccess).filter(([line]) => line.startsWith("PATCH "));
    expect(changing.filter(([, who]) => (who as readonly string[]).includes("support"))).toEqual([]);
  });
});
