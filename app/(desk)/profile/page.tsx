import type { Metadata } from "next";
import { Suspense } from "react";
import { type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Profile } from "@/components/people/profile";
import { Skeleton } from "@/components/ui/card";
import { openSessions, recentSignIns } from "@/lib/auth/sessions";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("profile.title") };
}

export default function ProfilePage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton />}>
      <ProfileOf {...props} />
    </Suspense>
  );
}

async function ProfileOf({ searchParams }: PageProps) {
  const { ctx, user } = await requirePage("/profile", searchParams);
  const [sessions, signIns] = await ctx.db.transaction((db) =>
    Promise.all([openSessions(db, user.id, user.sessionId), recentSignIns(db, user.id)]),
  );
  const initial = { secondFactor: user.secondFactor, sessions, signIns, now: ctx.now().toISOString() };
  return <Profile initial={initial} email={user.email} />;
}
