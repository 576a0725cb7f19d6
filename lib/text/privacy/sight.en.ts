export const sight = {
  sight: {
    masked: "The buyer is hidden from you",
    reason: "What do you need it for?",
    hint: "Shows this seller's buyers to you for one hour. The seller sees your name and this reason, so write no buyer's data in it.",
    short: "Say it in at least {least} letters.",
    show: "Show for one hour",
    shown: "Buyers are shown for one hour; it is on record.",
    seen: "{count, plural, one {Support opened this seller's buyers once in the last 30 days} other {Support opened this seller's buyers # times in the last 30 days}}",
    who: "{by}: {reason}",
    when: "{from} to {until}",
  },
};
