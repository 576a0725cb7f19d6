import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { People } from "@/components/people/people";
import { Skeleton } from "@/components/ui/card";
import { readPeople, rolesToGive } from "@/lib/auth/people";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("people.title") };
}

export default function UsersPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton />}>
      <PeopleOf {...props} />
    </Suspense>
  );
}

async function PeopleOf({ searchParams }: PageProps) {
  const { ctx, user, scope, search } = await requirePage("/users", searchParams);
  const people = await readPeople(ctx.db, scope.sellerId);
  return (
    <People
      url={liveUrl("/api/users", search, ["seller"])}
      initial={{ people, now: ctx.now().toISOString() }}
      self={user.id}
      roles={rolesToGive(user, scope.sellerId)}
    />
  );
}
