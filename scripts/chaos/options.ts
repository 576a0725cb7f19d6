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
  /** The load is spread over so long; null: as fast as the workers keep up. */
  minutes: number | null;
  keep: boolean;
};

/** Ten times a busy seller, who has a million orders a year. */
const ordersPerMinute = (10 * 1_000_000) / (365 * 24 * 60);

const usage = `npm run chaos -- [--seed 1] [--orders 200] [--kill 5] [--faults 0.15] [--workers 3] [--sellers N] [--minutes M] [--keep]
--minutes spreads ten times a busy seller's orders (19 a minute) over so long, the middle third at four times the rest
--sellers is one for every 500 orders, ten at most, unless given
--keep leaves the database and the twins running after the verdict, until Ctrl-C`;

/** Reads the command line; throws the usage when it cannot. */
export function readOptions(words: string[]): Options {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: words,
    options: {
      seed: { ...text, default: "1" },
      orders: text,
      minutes: text,
      kill: { ...text, default: "5" },
      faults: { ...text, default: "0.15" },
      workers: { ...text, default: "3" },
      sellers: text,
      keep: { type: "boolean", default: false },
    },
  });
  const minutes = values.minutes === undefined ? null : Number(values.minutes);
  const count = Number(values.orders ?? (minutes === null ? 200 : Math.round(minutes * ordersPerMinute)));
  const options = {
    seed: Number(values.seed),
    orders: count,
    minutes,
    sellers: Number(values.sellers ?? Math.min(10, Math.ceil(count / 500))),
    kills: Number(values.kill),
    faults: Number(values.faults),
    workers: Number(values.workers),
    keep: values.keep,
  };
  const { seed, orders, sellers, kills, faults, workers } = options;
  const whole = [seed, orders, sellers, kills, workers].every((value) => Number.isInteger(value) && value >= 0);
  const isTime = minutes === null || minutes > 0;
  if (!whole || !isTime || orders < 1 || sellers < 1 || workers < 1 || !(faults >= 0 && faults <= 0.6))
    throw new Error(usage);
  return options;
}
