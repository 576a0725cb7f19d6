import NextAuth from "next-auth";
import { withKey } from "@/lib/auth/guard";
import { authOptions } from "@/lib/auth/options";

async function handle(request: Request, params: { nextauth: string[] }): Promise<Response> {
  return NextAuth(
    request as never,
    { params: Promise.resolve(params) } as never,
    authOptions(request),
  ) as Promise<Response>;
}

export const GET = withKey("GET /api/auth/[...nextauth]", handle);
export const POST = withKey("POST /api/auth/[...nextauth]", handle);
