import { ConnectorError, type Finding } from "@/lib/connectors/contract";
import type { Client } from "@/lib/connectors/emag/client";
import { parseRow } from "@/lib/connectors/emag/pages";
import { currencyOn, type Platform } from "@/lib/connectors/emag/settings";
import { rowsOf, wireCount, wireCourierAccount } from "@/lib/connectors/emag/wire";

/**
 * Reads only. `vat/read` shows whether the credentials and this address are accepted (emag-api.md §9, row 28); where
 * they are not, that is the only finding.
 */
export async function testConnection(client: Client, platform: Platform, today: string): Promise<Finding[]> {
  const signIn = await look("sign-in", async () => {
    await client.read("vat/read", {});
    return [platform.country, platform.locale, currencyOn(platform, today)].join(", ");
  });
  if (signIn.problem) return [signIn];
  const offers = await look("offers", async () => {
    const { noOfItems } = parseRow(wireCount, await client.read("product_offer/count", {}));
    return String(noOfItems);
  });
  return [signIn, offers, ...(await courierAccounts(client))];
}

/** One finding per account, by its name; which one a parcel takes is the integration's setting (§6.4). */
async function courierAccounts(client: Client): Promise<Finding[]> {
  const findings: Finding[] = [];
  const whole = await look("courier accounts", async () => {
    const rows = rowsOf(await client.read("courier_accounts/read", {}));
    for (const account of rows.map((raw) => parseRow(wireCourierAccount, raw))) {
      const name = account.account_display_name || account.courier_name || account.account_id;
      const state = account.status === 1 ? "active" : "inactive";
      findings.push({ subject: `courier account ${name}`, problem: null, note: `${account.account_id}, ${state}` });
    }
    return String(rows.length);
  });
  return [whole, ...findings];
}

async function look(subject: string, work: () => Promise<string | null>): Promise<Finding> {
  try {
    return { subject, problem: null, note: await work() };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { subject, problem: error.problem, note: null };
  }
}
