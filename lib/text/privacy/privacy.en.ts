export const privacy = {
  privacy: {
    title: "Privacy",
    lead: "What is held of buyers, how long, and what to do when one of them asks. The data is yours as the controller; MEGZO processes it for you.",
    chooseSeller: "Choose a seller",
    chooseSellerHint: "Terms, requests and the register belong to one seller.",
    buyer: "A buyer's request",
    buyerLead:
      "Find the buyer's orders, then hand over what is held of them or erase it. The search stands in no address and no log; that data was handed over or erased is on record, by order number.",
    asked: "Whole name, e-mail, phone or order number",
    find: "Find",
    found: "Orders found",
    nothingFound:
      "No order of yours matches. A name must be whole; try the e-mail or the order number. The buyer of an erased order can be found by the order's number alone.",
    choose: "Choose order {number}",
    finished: "Finished",
    erased: "Buyer erased",
    person: "waits for a person",
    inFlight: "In flight: {why}",
    export: "{count, plural, one {Download the data of # order} other {Download the data of # orders}}",
    erase: "{count, plural, one {Erase the buyer of # order…} other {Erase the buyer of # orders…}}",
    refused:
      "{count, plural, one {Order {numbers} is} other {Orders {numbers} are}} not finished: the Sales Order, parcel or invoice still needs the buyer's name and address. Finish or cancel it first, or take it out of the choice.",
    preview: "{count, plural, one {This cannot be undone for # order:} other {This cannot be undone for # orders:}}",
    goes: "Erased: name, e-mail, phones, addresses, tax number, what eMAG sent, answers and notes, the invoice's file and its public address.",
    stays:
      "Kept: order, Sales Order, invoice and parcel numbers, goods and amounts, and file hashes, so that the same order never makes a second Sales Order.",
    elsewhere: "eMAG and your ERP hold data of their own; erase it there too.",
    eraseNow: "Erase for good",
    done: "{count, plural, one {The buyer of # order was erased.} other {The buyer of # orders was erased.}}",
    retention: "How long data is kept",
    retentionLead:
      "Older data is removed by itself, within minutes of its term. An order that is not finished keeps its buyer until it is, {unfinished} days past the term at most; then what is still open of it is given up and its buyer is erased.",
    limits: "{least} to {most} days; {days} unless you choose.",
    overdue:
      "{count, plural, one {# order past its term still has its buyer: it is in flight, or its turn comes within minutes.} other {# orders past their term still have their buyer: they are in flight, or their turn comes within minutes.}}",
    kinds: {
      buyers: { name: "Buyers", hint: "Days from the order's arrival." },
      timeline: { name: "Timelines", hint: "What was done to an order, once its buyer is erased." },
      downloads: { name: "Invoice downloads", hint: "Who fetched an invoice, with the address." },
      sessions: { name: "Ended sign-ins", hint: "With address and browser." },
    },
    register: "Register of processing",
    registerLead:
      "Made from the settings as they are now. Controller: {controller}. Where: the database of this installation, {host}; credentials encrypted.",
    activity: "Activity",
    data: "What",
    why: "Why",
    from: "From",
    receives: "Who receives it",
    howLong: "How long",
    nobody: "nobody",
    days: "{count, plural, one {# day} other {# days}}",
    term: { always: "As long as the seller is here", "not-kept": "Not kept" },
    activities: {
      orders: {
        name: "Orders",
        data: "Buyer's name, e-mail, phone, addresses, company and tax number, goods, payment",
        why: "To enter the order in the ERP and carry it out",
      },
      invoices: {
        name: "Invoices",
        data: "The ERP's invoice file",
        why: "The buyer gets the invoice through the marketplace",
      },
      downloads: {
        name: "Invoice downloads",
        data: "Address and program of whoever fetched an invoice",
        why: "Proof that the invoice arrived",
      },
      parcels: {
        name: "Parcels",
        data: "Recipient's name, phone, delivery address or locker, cash to collect",
        why: "To order the parcel; the marketplace hands it to the courier",
      },
      timeline: {
        name: "Timelines",
        data: "What was done to an order, and which colleague did it",
        why: "To explain and repair what happened",
      },
      people: {
        name: "Colleagues",
        data: "Name, e-mail, role, second factor; sign-ins with address and browser",
        why: "Only those allowed get in; an account exists until its seller is removed, ended sign-ins for the time given",
      },
      letters: {
        name: "Letters and alerts",
        data: "Colleague's e-mail; order numbers, no buyer",
        why: "To tell that something needs a person",
      },
      record: {
        name: "Record of changes",
        data: "Colleague's e-mail, what was changed; no buyer",
        why: "Who changed what must be provable",
      },
      keys: {
        name: "Order numbers",
        data: "Order, Sales Order, invoice and parcel numbers, file hashes",
        why: "The same order must never make a second Sales Order or parcel",
      },
    },
  },
};
