import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { setPreference } from "@/app/preferences";
import { Frame } from "@/components/shell/frame";
import { currentUser } from "@/lib/auth/current-user";
import { sellersFor } from "@/lib/auth/scope";
import { requestTheme } from "@/lib/text/request";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  if (!user) redirect("/sign-in");
  const [sellers, theme] = await Promise.all([sellersFor(user), requestTheme()]);
  const { name, email, role } = user;
  return (
    <Frame
      user={{ name, email, role, seller: user.seller?.name ?? null }}
      sellers={sellers}
      sandbox={Boolean(process.env.SANDBOX_EMAG_URL)}
      theme={theme}
      setPreference={setPreference}
    >
      {children}
    </Frame>
  );
}
