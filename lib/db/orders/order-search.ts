import { and, inArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { foldedName, orders } from "@/lib/db/schema";
import type { BuyerVisibility } from "@/lib/domain/privacy/buyer-visibility";

/** A prefix shorter than this would match half the table. */
const shortestPrefix = 3;
const mostNumbers = 200;
/** As many orders of one name are met a page at a time by going through the newest. */
const commonName = 2000;
/** So many of the newest tell the same sooner: with one in two hundred a page is met after ten thousand. */
const newest = 3000;
const commonAmongNewest = 15;

/** What a person pasted or typed: numbers they hold in their hands, and words of a buyer's name. */
type SearchWords = { numbers: string[]; words: string[] };

/** Numbers hold a digit; beside a number, short words only say a document's type (`EM EM000001`). */
function readSearch(text: string): SearchWords {
  const tokens = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = tokens.filter((token) => /\d/.test(token)).slice(0, mostNumbers);
  const words = tokens.filter((token) => !/\d/.test(token)).flatMap((token) => token.match(/\p{L}+/gu) ?? []);
  return { numbers, words: numbers.length > 0 ? words.filter((word) => word.length >= shortestPrefix) : words };
}

/**
 * Orders by any number of theirs (the channel's, the Sales Order's, the shipment's, the AWB's, the invoice's; several
 * at once, a single one also by its beginning) and by the beginnings of the buyer's names, accents or not. Every part
 * is answered by an index. A masked buyer is not found by name: a hit would show who bought.
 */
export function matchesOrderSearch(text: string, visibility: BuyerVisibility, bearers: Bearers): SQL | undefined {
  const { numbers, words } = readSearch(text);
  const parts = [
    numbers.length > 0 ? hasNumber(numbers) : undefined,
    words.length > 0 ? and(isSeen(visibility), hasName(words, bearers)) : undefined,
  ];
  return and(...parts) ?? (text.trim() ? sql`false` : undefined);
}

function hasNumber(numbers: string[]): SQL {
  const spellings = [...new Set(numbers.flatMap((number) => [number, number.toUpperCase()]))];
  const [single = ""] = numbers;
  const prefixes = numbers.length === 1 && single.length >= shortestPrefix ? spellings : [];
  const exact = sql`array[${sql.join(
    spellings.map((spelling) => sql`${spelling}`),
    sql`, `,
  )}]::text[]`;
  const is = (column: string) => {
    const name = sql.raw(column);
    return sql.join([sql`${name} = any(${exact})`, ...prefixes.map((prefix) => beginsWith(name, prefix))], sql` or `);
  };
  return sql`${orders.id} in (
    select id from orders where ${is("channel_order_id")}
    union all select order_id from order_links where ${is("order_number")}
    union all select order_id from parcels where ${is("tracking_number")}
    union all select order_id from parcels where ${is("parcel_id")}
    union all select order_id from parcels where ${is("shipment_number")}
    union all select order_id from invoices where ${is("invoice_number")})`;
}

/** As `like 'prefix%'`, in the index's own operators: behind row-level security only those may use an index. */
const beginsWith = (name: SQL, prefix: string) =>
  sql`(${name} ~>=~ ${prefix} and ${name} ~<~ ${`${prefix}\u{10FFFF}`})`;

/** Whose buyers may be searched for; all where there is no limit. */
function isSeen(visibility: BuyerVisibility): SQL | undefined {
  return visibility === "all" ? undefined : inArray(orders.sellerId, [...visibility.sellerIds]);
}

const namePattern = (words: string[]) => foldedName(sql`${words.map((word) => `${word}:*`).join(" & ")}::text`);

/** Orders whose buyer bears a name that is searched for, by id; `many` where the name is common. */
export type Bearers = string[] | "many";

/**
 * Whom the words of a search mean: looked up in the index of names unless the newest orders already show that thousands
 * bear them, for then the index alone would take longer than a page may. Without a word there is nobody to find.
 */
export async function readBearers(db: Db, sellerId: string | null, search: string): Promise<Bearers> {
  const { words } = readSearch(search);
  if (words.length === 0) return [];
  const pattern = namePattern(words);
  const [seen] = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select buyer_name from orders ${sellerId ? sql`where seller_id = ${sellerId}` : sql``}
      order by received_at desc, id desc limit ${newest}) o
    where ${isNamed(sql`o.buyer_name`, pattern)}`);
  if ((seen?.n ?? 0) >= commonAmongNewest) return "many";
  const rows = await db.execute<{ id: string }>(sql`select orders_named(${pattern}) as id limit ${commonName}`);
  return rows.length < commonName ? rows.map(({ id }) => id) : "many";
}

const isNamed = (name: SQL, pattern: SQL) =>
  sql`to_tsvector('simple', ${foldedName(name)}) @@ to_tsquery('simple', ${pattern})`;

/**
 * To sort all bearers of a common name each of them would have to be read; the orders are gone through from the newest
 * on instead, which soon meets a page of them.
 */
function hasName(words: string[], bearers: Bearers): SQL {
  if (bearers !== "many") return sql`${orders.id} = any(${`{${bearers.join(",")}}`}::uuid[])`;
  return isNamed(sql`${orders.buyerName}`, namePattern(words));
}
