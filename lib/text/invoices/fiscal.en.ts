export const fiscal = {
  fiscal: {
    title: "Invoices and e-Factura",
    owed: "Still owed to eMAG",
    owedNone: "Nothing is owed: every order has its parcel and its invoice.",
    order: "Order",
    buyer: "Buyer",
    deadline: "Hand over by",
    left: "Time left",
    late: "{time} late",
    noDeadline: "none given",
    parcel: "Parcel",
    invoice: "Invoice",
    owes: "owed",
    handedOver: "done",
    figures: "Last 30 days",
    rate: "Finalised orders with an invoice attached",
    elsewhere: "Parcels not ordered from here",
    elsewhereHint: "Made on eMAG's own pages, or found there after an unclear answer.",
    of: "{part} of {whole}",
    does: "What MEGZO does",
    doesList: {
      reads: "Reads released invoices (Open or Closed) and their PDF from the ERP, and changes nothing there.",
      carries: "Carries the ERP's own file to eMAG byte for byte and proves it with one SHA-256 at three places.",
      one: "Shows one document per invoice; credit notes and corrections follow under their own address.",
      stops:
        "Stops and asks when an invoice covers several orders, has several files, or was changed after it was sent.",
    },
    doesNot: "What MEGZO does not do",
    doesNotList: {
      anaf: "It sends nothing to ANAF and has no access to SPV. Reporting in e-Factura stays with your ERP or accountant.",
      creates: "It creates, numbers, corrects and cancels no invoice, and decides no VAT.",
      proof: "A PDF on eMAG is not the e-Factura: where the law asks for the XML, that is what counts.",
      deadline: "It does not watch the legal deadline for reporting an invoice.",
    },
    rights: "Rights the ERP user needs",
    rightsHint: "Anything more can be taken away; invoices are only ever read.",
    right: {
      salesOrders: "Sales Orders (SO301000): insert and edit, Cancel Order",
      shipments: "Shipments (SO302000): view; edit for the tracking number of a package",
      invoices: "Invoices (SO303000): view only",
      files:
        "Files of invoices: they follow the right on SO303000; File Maintenance (SM202510) must not close them to this user",
      stock:
        "Stock items (IN202500) and the inquiry the quantities come from (Storage Details IN408050, unless another is set): view only",
    },
  },
};
