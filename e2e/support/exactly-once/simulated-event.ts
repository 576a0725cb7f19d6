import fc from "fast-check";
import { faultKinds } from "@/sandbox/faults";

const staffSteps = ["ship", "confirm", "invoice", "release", "attach", "all"] as const;
const deeds = ["cancel", "cancel-as-seller", "request-cancellation", "edit"] as const;

/** Where a fault may strike: one call of each flow, and anything at all. */
const routes = [
  "^POST /api-3/order/read",
  "^POST /api-3/order/acknowledge",
  "^POST /api-3/order/attachments",
  "^POST /api-3/awb/save",
  "^POST /api-3/offer/save",
  "^PUT .*/SalesOrder",
  "^GET .*/SalesOrder",
  "^POST .*/auth/login",
  "^PUT .*/Shipment",
  "^GET .*/files/",
  ".*",
];

/** What may happen to the product from outside; `order` counts the orders placed so far, round and round. */
export type Event =
  /** `type` 2 is shipped by the channel; an order that is not complete may still change its lines. */
  | { do: "place"; quantity: number; type: 2 | 3; isComplete: boolean }
  /** One or two processes work the same integration at once; the first may die after so many effects. */
  | { do: "beat"; processes: number; diesAfter: number | null }
  /** One process answers what it was told and works what is due, without a heartbeat. */
  | { do: "wake" }
  /** Two cron calls at once, through the queue. */
  | { do: "overlapping-ticks" }
  /** Told as often as `times`, by either side, however long ago the order was placed. */
  | { do: "callback" | "notification"; order: number; times: number }
  | { do: (typeof deeds)[number]; order: number }
  | { do: "staff"; order: number; step: (typeof staffSteps)[number] }
  | {
      do: "fault";
      twin: "emag" | "acumatica";
      route: string;
      kind: (typeof faultKinds)[number];
      status: number;
      times: number;
      seconds: number;
    }
  | { do: "sessions-lost" }
  /** The clocks of all three are turned by hand. */
  | { do: "time"; seconds: number };

const order = fc.nat(30);
const pick = <T extends string>(...words: T[]) => fc.constantFrom(...words);
const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

const fault = fc.record({
  do: pick("fault"),
  twin: pick("emag", "acumatica"),
  route: pick(...routes),
  kind: pick(...faultKinds),
  status: fc.constantFrom(500, 502, 503),
  times: fc.integer({ min: 1, max: 3 }),
  seconds: fc.constant(0.2),
});

/** Any one event; how often each comes is a matter of taste, and all of them come. */
export const event: fc.Arbitrary<Event> = fc.oneof(
  weighted(
    5,
    fc.record({
      do: pick("place"),
      quantity: fc.integer({ min: 1, max: 2 }),
      type: fc.oneof(weighted(9, fc.constant<3>(3)), weighted(1, fc.constant<2>(2))),
      isComplete: fc.oneof(weighted(9, fc.constant(true)), weighted(1, fc.constant(false))),
    }),
  ),
  weighted(
    8,
    fc.record({
      do: pick("beat"),
      processes: fc.integer({ min: 1, max: 2 }),
      diesAfter: fc.option(fc.integer({ min: 1, max: 80 }), { freq: 2 }),
    }),
  ),
  weighted(2, fc.record({ do: pick("wake", "overlapping-ticks") })),
  weighted(3, fc.record({ do: pick("callback", "notification"), order, times: fc.integer({ min: 1, max: 4 }) })),
  weighted(2, fc.record({ do: pick(...deeds), order })),
  weighted(5, fc.record({ do: pick("staff"), order, step: pick(...staffSteps) })),
  weighted(6, fault),
  weighted(1, fc.record({ do: pick("sessions-lost") })),
  weighted(3, fc.record({ do: pick("time"), seconds: fc.integer({ min: 5, max: 900 }) })),
);
