import type { DemoFile } from "./harness";

type Integration = DemoFile["sellers"][number]["integrations"][number];

/** A change of the configuration file that is made in each of its integrations. */
export const eachIntegration = (change: (one: Integration) => void) => (file: DemoFile) => {
  for (const one of file.sellers.flatMap(({ integrations }) => integrations)) change(one);
};

/** Stock off: a test about orders has no calls of its own for offers. */
export const ordersOnly = eachIntegration((one) => {
  one.stock.enabled = false;
});
