import { parseArgs } from "node:util";

/** What a chaos run is asked to do; `faults` is the share of all calls to both systems that go wrong. */
export type Options = {
  seed: number;
  orders: number;
  /** Each has an eMAG account and an ERP of its own, and its share of the orders. */
  sellers: number;
  kills: number;
  faults: number;
  workers: number;
  keep: boolean;
};

const usage = `npm run chaos -- [--seed 1] [--orders 200] [--kill 5] [--faults 0.15] [--workers 3] [--sellers N] [--keep]
--sellers is one for every 500 orders, ten at most, unless given
--keep leaves the database and the twins running after the verdict, until Ctrl-C`;

/** Reads the command line; throws the usage when it cannot. */
export function readOptions(words: string[]): Options {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: words,
    options: {
      seed: { ...text, default: "1" },
      orders: { ...text, default: "200" },
      kill: { ...text, default: "5" },
      faults: { ...text, default: "0.15" },
      workers: { ...text, default: "3" },
      sellers: text,
      keep: { type: "boolean", default: false },
    },
  });
  const options = {
    seed: Number(values.seed),
    orders: Number(values.orders),
    sellers: Number(values.sellers ?? Math.min(10, Math.ceil(Number(values.orders) / 500))),
    kills: Number(values.kill),
    faults: Number(values.faults),
    workers: Number(values.workers),
    keep: values.keep,
  };
  const { seed, orders, sellers, kills, faults, workers } = options;
  const whole = [seed, orders, sellers, kills, workers].every((value) => Number.isInteger(value) && value >= 0);
  if (!whole || orders < 1 || sellers < 1 || workers < 1 || !(faults >= 0 && faults <= 0.6)) throw new Error(usage);
  return options;
}
