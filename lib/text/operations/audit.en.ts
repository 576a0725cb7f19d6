export const audit = {
  audit: {
    title: "Record of changes",
    lead: "Who changed what, and when. Rows are chained and cannot be altered; secrets appear as “changed”.",
    when: "When",
    who: "Who",
    action: "Action",
    subject: "What",
    change: "Before → after",
    from: "From",
    to: "To",
    all: "All",
    filter: "Filter",
    download: "Download as CSV",
    older: "Older",
    none: "Nothing on record here",
    noneHint: "Change the filter, or wait for the first change.",
  },
};
