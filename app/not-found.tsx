import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { Empty } from "@/components/ui/card";
import { requestText } from "@/lib/text/messages/request";

export default async function NotFound() {
  const t = await requestText();
  return (
    <main className="grid min-h-dvh place-items-center">
      <Empty title={t("errors.notFound")} hint={t("errors.notFoundBody")}>
        <Link href="/" className={buttonClass()}>
          {t("errors.home")}
        </Link>
      </Empty>
    </main>
  );
}
