/** How many orders one phase of a run has finished for another phase that works meanwhile. */
export type Backlog = {
  add(n: number): void;
  /** Nothing more will come; safe to call twice. */
  end(): void;
  /** Waits for `n` more, or for the end; false when nothing has come since the last time and nothing will. */
  waitFor(n: number): Promise<boolean>;
};

/** For one reader: waiting for several at once keeps the reader's batches full. */
export function createBacklog(): Backlog {
  let fresh = 0;
  let ended = false;
  let notify = () => {};
  return {
    add: (n) => {
      fresh += n;
      notify();
    },
    end: () => {
      ended = true;
      notify();
    },
    waitFor: async (n) => {
      while (!ended && fresh < n) {
        await new Promise<void>((resolve) => {
          notify = resolve;
        });
      }
      const came = fresh > 0;
      fresh = 0;
      return came;
    },
  };
}
