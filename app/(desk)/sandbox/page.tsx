import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Sandbox } from "@/components/operations/sandbox";
import { PageTitle } from "@/components/ui/card";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("sandbox.title") };
}

export default async function SandboxPage({ searchParams }: PageProps) {
  const { abilities } = await requirePage("/sandbox", searchParams);
  if (!process.env.SANDBOX_EMAG_URL) notFound();
  const t = await requestText();
  return (
    <>
      <PageTitle title={t("sandbox.title")}>
        <p className="text-muted">{t("sandbox.lead")}</p>
      </PageTitle>
      <Sandbox mayPlay={abilities.retry} />
    </>
  );
}
