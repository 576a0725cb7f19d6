import { Hono } from "hono";
import { z } from "zod";
import { type FaultBox, faultKinds } from "./faults";

const faultInput = z.strictObject({
  id: z.string().optional(),
  route: z.string(),
  kind: z.enum(faultKinds),
  status: z.number().int().optional(),
  body: z.string().optional(),
  seconds: z.number().nonnegative().optional(),
  times: z.number().int().default(1),
  share: z.number().min(0).max(1).optional(),
});

/**
 * The control routes every twin has: `GET /health`, and `GET`, `POST`, `DELETE /faults` (`?id=` or `/faults/:id` for one).
 * Meant to be mounted under `/_sandbox`, without authentication.
 */
export function faultControl(name: string, box: FaultBox): Hono {
  const app = new Hono();
  app.get("/health", (c) => c.json({ status: "ok", name }));
  app.get("/faults", (c) => c.json(box.list()));
  app.post("/faults", async (c) => {
    const parsed = faultInput.safeParse(await c.req.json());
    if (!parsed.success) return c.json({ message: z.prettifyError(parsed.error) }, 400);
    return c.json(box.add(parsed.data), 201);
  });
  app.delete("/faults", (c) => {
    const id = c.req.query("id");
    if (id) box.remove(id);
    else box.clear();
    return c.json(box.list());
  });
  app.delete("/faults/:id", (c) => {
    box.remove(c.req.param("id"));
    return c.json(box.list());
  });
  return app;
}
