/** The demo seller, in the format of `megzo config apply`: one shop on eMAG, one ERP, both answered by the local twins. */

/** The credentials that the twins expect; they guard nothing. */
export const demoEnvironment = ({ passwords, tokens }) => ({
  ADMIN_PASSWORD: passwords.admin,
  SUPPORT_PASSWORD: passwords.support,
  EMAG_PASSWORD: "emag-demo",
  ERP_PASSWORD: "erp-demo",
  EMAG_WEBHOOK_TOKEN: tokens.emag,
  ERP_WEBHOOK_TOKEN: tokens.erp,
});

const connections = ({ emagPort, acumaticaPort }) => [
  {
    slug: "emag-ro",
    connector: "emag",
    settings: { baseUrl: `http://127.0.0.1:${emagPort}/api-3` },
    credentials: { username: "api@carpatic.example", password: { env: "EMAG_PASSWORD" } },
    webhookToken: { env: "EMAG_WEBHOOK_TOKEN" },
  },
  {
    slug: "erp",
    connector: "acumatica",
    settings: {
      baseUrl: `http://127.0.0.1:${acumaticaPort}/erp`,
      endpoint: "Default",
      version: "24.200.001",
      tenant: "PROD",
    },
    credentials: { method: "password", username: "megzo", password: { env: "ERP_PASSWORD" } },
    webhookToken: { env: "ERP_WEBHOOK_TOKEN" },
  },
];

const integration = {
  slug: "emag-erp",
  channel: "emag-ro",
  erp: "erp",
  enabled: true,
  heartbeatMinutes: 5,
  orders: {
    enabled: true,
    orderType: "EM",
    customerId: "EMAG",
    warehouseId: "MAIN",
    numbering: "auto",
    acknowledge: "on-save",
    shippingItemId: "SHIPPING",
    voucherItemId: "VOUCHER",
    depositItemId: "SGR",
    taxCategories: { 0.21: "VAT21", 0.11: "VAT11", "0.00": "VAT0" },
    unknownOutcomeWaitSeconds: 60,
    lookbackDays: 7,
  },
  stock: {
    enabled: true,
    buffer: 2,
    warehouses: ["MAIN"],
    quantity: "available",
    reconcileMinutes: 60,
    absentHoldMinutes: 60,
    brake: { maxShare: 0.2, minOffers: 10 },
  },
  invoices: { enabled: true, filePattern: "*.pdf" },
  awb: {
    enabled: true,
    mode: "emag",
    sender: {
      name: "Carpatic Home SRL",
      contact: "Depozit",
      phone1: "0700000002",
      localityId: 8801,
      street: "Str. Depozitului 2",
      zipcode: "400001",
    },
  },
};

/** The whole configuration; its secrets are read from the variables of `demoEnvironment`. */
export const demoConfiguration = (ports) => ({
  version: 1,
  staff: [{ email: "support@megzo.example", name: "Support", role: "support", password: { env: "SUPPORT_PASSWORD" } }],
  sellers: [
    {
      slug: "carpatic",
      name: "Carpatic Home SRL",
      users: [{ email: "admin@carpatic.example", name: "Admin", role: "admin", password: { env: "ADMIN_PASSWORD" } }],
      connections: connections(ports),
      integrations: [structuredClone(integration)],
    },
  ],
});

/** What makes the twins live: orders arrive, the seller's staff ships and invoices, and both report to the webhooks. */
export const demoSettings = ({ emagWebhook, erpWebhook }) => ({
  emag: { callbackUrl: emagWebhook, orderEverySeconds: 8 },
  acumatica: {
    staff: { enabled: true, shipAfter: 6, confirmAfter: 4, invoiceAfter: 5, releaseAfter: 3, attachAfter: 3 },
    push: [
      {
        url: erpWebhook,
        headerName: "x-megzo",
        headerValue: "sandbox",
        queries: ["EMAG-Stock", "EMAG-Shipments", "EMAG-Invoices"],
      },
    ],
  },
});
