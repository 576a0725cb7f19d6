import { readChosen } from "@/app/api/privacy/chosen";
import { json, withUser } from "@/lib/auth/guard";
import { webContext } from "@/lib/flows/engine/web-context";
import { exportBuyer } from "@/lib/flows/privacy/export-buyer";

export const POST = withUser("POST /api/privacy/export", async ({ request, user }) =>
  json(await exportBuyer(webContext(user), await readChosen(request, user))),
);
