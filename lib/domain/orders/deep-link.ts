import { z } from "zod";

/**
 * The address of an order's page in the other system's own screens, with `{number}` and, where it has one, `{type}`. A
 * person copies it from there: neither system documents it.
 */
export const orderPageTemplate = z
  .string()
  .trim()
  .max(500)
  .regex(/^https?:\/\/[^\s{}]+.*\{number\}/, "an http(s) address with {number} in the place of the number");

/** The page of one order; null where no address was given or it leads to no http page. */
export function deepLink(template: unknown, order: { number: string; type?: string }): string | null {
  const parsed = orderPageTemplate.safeParse(template);
  if (!parsed.success) return null;
  const url = parsed.data
    .replaceAll("{number}", encodeURIComponent(order.number))
    .replaceAll("{type}", encodeURIComponent(order.type ?? ""));
  return URL.canParse(url) ? url : null;
}
