import { readChosen } from "@/app/api/privacy/chosen";
import { json, withUser } from "@/lib/auth/guard";
import { exportBuyer } from "@/lib/flows/export-buyer";
import { webContext } from "@/lib/flows/web-context";

export const POST = withUser("POST /api/privacy/export", async ({ request, user }) =>
  json(await exportBuyer(webContext(user), await readChosen(request, user))),
);
