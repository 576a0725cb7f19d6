export const counts = {
  counts: {
    title: "Three-way count",
    lead: "eMAG orders, links and Sales Orders held against each other, once a day and whenever you ask.",
    period: "Period",
    days: "{count, plural, one {Last day} other {Last # days}}",
    countNow: "Count now",
    relinkPreview: "Preview a re-link",
    readsOnly: "Both only read; neither changes anything.",
    relink: "{count, plural, one {Re-link one order} other {Re-link # orders}}",
    relinkHint: "Ties the Sales Orders that carry our reference to their orders again. Creates none, on neither side.",
    underWay: "Another one is under way; it is shown here.",
    dead: "{what}: ended without a result, its process was stopped. Start it again.",
    kind: { count: "Count", "relink-preview": "Preview of a re-link", relink: "Re-link" },
    doing: {
      count: "Counting…",
      "relink-preview": "Looking at what a re-link would do…",
      relink: "Re-linking…",
    },
    seen: "{done} orders read",
    doneOf: "{done} of {total}",
    relinked: "Re-linked",
    previewed: "A re-link would do this",
    report: {
      found: "{count, plural, one {# Sales Order found} other {# Sales Orders found}}",
      alreadyLinked: "{count} linked before",
      linked: "{count} linked now",
      doubled: "{count} with several Sales Orders, left to a person",
      absent: "{count} unknown to eMAG",
      busy: "{count} being worked, try again",
    },
    preview: {
      found: "{count, plural, one {# Sales Order with our reference} other {# Sales Orders with our reference}}",
      alreadyLinked: "{count} linked already, left as they are",
      linked: "{count} to be linked",
      doubled: "{count} with several Sales Orders, left to a person",
      absent: "{count} unknown to eMAG",
      busy: "{count} being worked",
    },
    never: "Not counted yet. The first count comes a day after the start, or now if you press the button.",
    figure: {
      channelOrders: "eMAG orders",
      links: "Links",
      salesOrders: "Sales Orders",
      underway: "On their way",
    },
    differences:
      "{count, plural, =0 {No difference: every order has its one Sales Order.} one {One difference} other {# differences}}",
    of: "{from} to {to}, counted",
    first: "The first {count}.",
    difference: {
      "order-unknown": {
        title: "On eMAG, unknown here",
        cure: "The next heartbeat reads open orders. If one stays here after two heartbeats, check the eMAG connection.",
      },
      "sales-order-missing": {
        title: "Known here, without a Sales Order",
        cure: "Open the order: its steps say what stops it and what to do.",
      },
      "sales-order-gone": {
        title: "Linked to a Sales Order the ERP does not hold",
        cure: "It was deleted or renumbered in the ERP. Restore it there, or enter it again by hand under the same customer order.",
      },
      "sales-order-unlinked": {
        title: "In the ERP, not linked",
        cure: "Preview a re-link, then re-link: the order gets its Sales Order back and none is created.",
      },
      "sales-orders-double": {
        title: "Several Sales Orders for one order",
        cure: "Cancel the wrong ones in the ERP, leave one, then count again.",
      },
    },
  },
};
