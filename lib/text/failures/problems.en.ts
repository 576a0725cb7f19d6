import type { ProblemTexts } from "@/lib/text/failures/problems";

export const problemsEn: ProblemTexts = {
  unreachable: {
    title: "The other system does not answer",
    why: "The connection failed or was cut before anything could take effect.",
    cure: "Nothing: it is tried again by itself. If it lasts, check the address and whether the system is up.",
  },
  "unexpected-answer": {
    title: "An answer that makes no sense",
    why: "The other system answered something its documentation does not know, often a maintenance page.",
    cure: "Press Retry if it does not go on by itself. If it lasts, open the system in a browser and see what it says.",
  },
  limited: {
    title: "Asked to slow down",
    why: "The other system allows only so many calls in a time.",
    cure: "Nothing: work goes on by itself as soon as calls are allowed again.",
  },
  "seats-taken": {
    title: "No free ERP session",
    why: "All sessions of the ERP licence are in use, by people or other programs.",
    cure: "It goes on when one is free. If it happens often, give MEGZO a user of its own or sign idle users out.",
  },
  "credentials-refused": {
    title: "User or password refused",
    why: "The other system does not accept the stored credentials. Everything on this connection is paused.",
    cure: "Enter the right credentials under Connections, then press Test connection.",
  },
  "address-not-declared": {
    title: "This server's address is not allowed",
    why: "The other system accepts calls only from addresses declared there.",
    cure: "Declare {ip}, the public address of this server, in the other system's API settings, then press Test connection.",
  },
  "rights-missing": {
    title: "The API user lacks a right",
    why: "The user may sign in, but may not do this.",
    cure: "Give the user access to what the system names below, then press Retry.",
  },
  "tenant-wrong": {
    title: "Unknown tenant",
    why: "The ERP does not know the tenant entered for this connection, or signed in to another one.",
    cure: "Correct the tenant under Connections; it is the name shown in the ERP's sign-in list.",
  },
  "outcome-unknown": {
    title: "It is not known whether it took effect",
    why: "The call went out, and its answer was lost. It may have taken effect, so it is not simply repeated.",
    cure: "Nothing: after the waiting time MEGZO looks, then goes on from what it finds.",
  },
  refused: {
    title: "Refused by the other system",
    why: "The other system understood the request and said no.",
    cure: "Read its own words below, correct it there, then press Retry.",
  },
  "field-refused": {
    title: "A value was refused: {field}",
    why: "The other system does not accept what the field {field} holds: {message}.",
    cure: "Correct the value where it comes from, then press Retry.",
  },
  "item-unknown": {
    title: "The ERP does not know item {item}",
    why: "A line of the order names the item {item}, and there is none, or it may not be sold.",
    cure: "Create or activate the item {item} in the ERP, or correct the offer's SKU on eMAG, then press Retry.",
  },
  "customer-unknown": {
    title: "The ERP does not know customer {customer}",
    why: "All orders go to the customer named in the settings, and the ERP has none by that id.",
    cure: "Create the customer {customer} in the ERP or correct it under Settings, then press Retry.",
  },
  "warehouse-unknown": {
    title: "The ERP does not know warehouse {warehouse}",
    why: "The warehouse named in the settings does not exist in the ERP, or this user may not use it.",
    cure: "Correct the warehouse under Settings or create it in the ERP, then press Retry.",
  },
  "order-type-unknown": {
    title: "The ERP does not know order type {orderType}",
    why: "Sales Orders are to be created with an order type that does not exist there or is not active.",
    cure: "Activate the order type in the ERP or correct it under Settings, then press Retry.",
  },
  "duplicate-refused": {
    title: "The ERP has this order already",
    why: "The ERP refused a second document for the same order, as it should.",
    cure: "Press Retry: MEGZO looks for the document that is there and links it.",
  },
  "line-without-sku": {
    title: "A line without an ERP item: {line}",
    why: "The offer {offer} has neither a SKU nor a linked ERP item.",
    cure: "Give the offer {offer} its SKU on eMAG, then press Retry.",
  },
  "settings-missing": {
    title: "A setting is missing: {field}",
    why: "This order needs the setting {field}, and it is empty.",
    cure: "Fill it in under Settings, then press Retry.",
  },
  "duplicate-sales-orders": {
    title: "Several Sales Orders for one order",
    why: "The ERP holds {numbers} for this order; which of them counts is for a person to say.",
    cure: "Cancel the wrong ones in the ERP, leave one, then press Retry.",
  },
  "total-differs": {
    title: "The ERP's total differs: {actual} instead of {expected}",
    why: "The buyer pays {expected}, Sales Order {number} says {actual}. The first line that differs: {line}. Its status in the ERP now: {status}.",
    cure: "While it is On Hold nothing is shipped or invoiced. Compare the lines in the ERP and correct the tax category or price there before the invoice is made, then press Compare again; or accept the difference. At the end take the Sales Order off hold.",
  },
  "mapping-empty": {
    title: "The mapping leaves {field} empty",
    why: "Mapping version {version} reads {source}, which this order does not have, and the ERP needs the field.",
    cure: "Under Mappings give {field} a fallback or another source, publish, then press Retry on the order.",
  },
  "mapping-value": {
    title: "The mapping gives {field} a value that does not fit",
    why: "Mapping version {version} ends in something else than the field takes: {expected}.",
    cure: "Under Mappings correct the rule of {field} (round, truncate, date format, lookup), publish, then press Retry.",
  },
  "mapping-no-match": {
    title: "No entry in “{table}” for {field}",
    why: "The rule of {field} looks up {source} in a table or rate list of mapping version {version} that has no entry for this order, and says to refuse it then.",
    cure: "Under Mappings add the missing row to “{table}”, or choose what stands there when none is found; publish, then press Retry.",
  },
  "mapping-expression": {
    title: "The expression of {field} was stopped",
    why: "In mapping version {version} it broke a rule of its box ({reason}): time, memory, recursion, prototypes and the environment are out of bounds.",
    cure: "Under Mappings simplify the expression of {field} or replace it by transforms, publish, then press Retry.",
  },
  "mapping-total": {
    title: "The mapping changes the total: {actual} instead of {expected}",
    why: "By this mapping the lines come to {actual} with VAT, but the buyer pays {expected}.",
    cure: "Under Mappings correct the rules of quantity and unit price; a Sales Order must come to what the buyer pays.",
  },
  "value-discarded": {
    title: "The ERP did not keep a value: {field}",
    why: "The value was sent and accepted, yet the document does not hold it.",
    cure: "Sales Order {number} (status {status}) was put on hold where the ERP allowed it. Check the field {field} there and the user's rights to it, correct it, take it off hold, then press Retry.",
  },
  "order-changed": {
    title: "Changed on eMAG after it was in the ERP",
    why: "Changed since: {changes}. The Sales Order {number} still has the earlier state.",
    cure: "Correct the Sales Order {number} in the ERP to match, then accept it on the order's page.",
  },
  "cancelled-after-sales-order": {
    title: "Cancelled on eMAG, too far along in the ERP",
    why: "The Sales Order {number} stands at {status} in the ERP and cannot be cancelled by itself any more: goods or an invoice may be on their way.",
    cure: "Stop the shipment or prepare the return in the ERP by hand. Press Retry if it can be cancelled again, else accept it on the order's page.",
  },
  "invoice-ambiguous": {
    title: "Several files on invoice {invoice}",
    why: "More than one file fits the pattern: {files}. Only one may go to the buyer.",
    cure: "Leave one PDF on the invoice in the ERP, or make the pattern under Settings narrower, then press Retry.",
  },
  "invoice-shared": {
    title: "Invoice {invoice} covers other orders too",
    why: "Its lines come from several Sales Orders; sending it would show one buyer another's purchase. Others: {orders}.",
    cure: "Invoice this order on its own in the ERP, then press Retry.",
  },
  "invoice-not-pdf": {
    title: "The invoice's file is not a PDF: {file}",
    why: "The file on invoice {invoice} does not hold a PDF document.",
    cure: "Attach the printed invoice as a PDF in the ERP, then press Retry.",
  },
  "invoice-replaced": {
    title: "Invoice {invoice} was changed in the ERP after it was sent",
    why: "The file {file} holds other bytes than the ones the buyer received.",
    cure: "Decide on the order's page: send the changed file in the same place, or leave the buyer with the first.",
  },
  "invoice-not-fetched": {
    title: "eMAG does not download invoice {invoice}",
    why: "Its address was published {times} times in a day and a half, and nobody took the file to its end.",
    cure: "Check that this server can be reached from the internet over https, without a filter; then press Retry.",
  },
  "invoice-not-listed": {
    title: "eMAG does not show invoice {invoice}",
    why: "The file was downloaded whole, yet eMAG's list of documents lacks it, {times} publications later.",
    cure: "Look at the order in the eMAG interface; if the document is missing there, press Retry, else ask eMAG's support.",
  },
  "parcel-data-missing": {
    title: "The parcel lacks data: {field}",
    why: "eMAG needs {field} to order an AWB.",
    cure: "Answer it on the order's page here, or complete it on the order in eMAG and press Retry. No AWB was ordered.",
  },
  "parcel-not-allowed": {
    title: "eMAG allows no parcel for this order",
    why: "The order names no courier account that may be used.",
    cure: "Check the courier accounts in the eMAG seller interface, or ship it by hand.",
  },
  "parcel-unknown": {
    title: "It is not known whether there is an AWB",
    why: "The order's status on eMAG is {status}, and no parcel can be seen. A second call might order a second parcel.",
    cure: "Look at the order in eMAG. If it has no AWB, press Retry; if it has one, it is found by itself.",
  },
  "courier-unsuitable": {
    title: "Courier account {account} cannot take this parcel",
    why: "The account is switched off, for returns only, or does not deliver to lockers ({reason}).",
    cure: "Choose another account under Settings or switch it on in the eMAG seller interface, press Test connection so that the list is read anew, then Retry.",
  },
  "offer-differs": {
    title: "Offer {offer} is another product now",
    why: "The order's line “{line}” carries part number {ordered}, but your offer {offer} has {known}. An offer id that was used again would put the wrong item into the ERP, so the line stays unlinked.",
    cure: "Compare the two on eMAG. Correct the offer's part number there, or tie it to the right ERP item, then press Retry.",
  },
  "charge-differs": {
    title: "The card was charged {charged}, the order comes to {gross}",
    why: "Lines, vouchers, deposits and delivery of order {order} do not add up to what eMAG took from the card. A part of the order may not be understood, so no Sales Order was made.",
    cure: "Compare the order on eMAG. If the difference is right, allow it under Settings (tolerated difference of totals), then press Retry.",
  },
  "stock-feed-empty": {
    title: "The ERP's stock list is empty",
    why: "Not a single item came back. That is not taken for zero: nothing is published.",
    cure: "Check the warehouses under Settings and the stock inquiry in the ERP, then press Sync now.",
  },
  "stock-feed-shrunk": {
    title: "The ERP's stock list has lost {missing} of {known} items",
    why: "Only {found} of the items of the last reading came back, less than the share of {share} set under Settings. A right or a filter changed in the ERP looks like this, so nothing is published.",
    cure: "Check the stock inquiry and the rights of its user in the ERP, then press Sync now. If the items are really gone, set the least share of known items to 0 under Settings until one reading went through.",
  },
  internal: {
    title: "Something went wrong in MEGZO",
    why: "An unforeseen error, written to the server's log.",
    cure: "Press Retry if it does not go on by itself. If it lasts, send support the order number.",
  },
};
