"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { type ApiProblem, getJson } from "@/components/api";

const everyMs = 2000;

/** Rows kept up to date: first what the server rendered, then the same address asked every two seconds. */
export function useLive<T>(url: string, initial: T): { data: T; stale: boolean } {
  const { data, failureCount, error } = useQuery<T, ApiProblem>({
    queryKey: [url],
    queryFn: () => getJson<T>(url),
    initialData: initial,
    refetchInterval: everyMs,
    retry: false,
  });
  useEffect(() => {
    if (error?.status === 401) window.location.reload();
  }, [error]);
  return { data: data ?? initial, stale: failureCount > 0 && error !== null };
}
