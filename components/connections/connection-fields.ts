import type { ConnectionView } from "@/lib/db/connections/connection-list";
import type { en } from "@/lib/text/messages/en";

type FieldLabel = keyof typeof en.connectionField;

export type FormField = {
  name: string;
  /** Null for a setting without words of its own: its name is shown. */
  label: FieldLabel | null;
  secret?: boolean;
  options?: { value: string; label: FieldLabel | null }[];
  /** Shown only while another field has this value. */
  only?: { field: string; value: string };
};

const method: FormField = {
  name: "method",
  label: "method",
  options: [
    { value: "password", label: "method_password" },
    { value: "oauth", label: "method_oauth" },
  ],
};
const username: FormField = { name: "username", label: "username" };
const password: FormField = { name: "password", label: "password", secret: true };
const country: FormField = {
  name: "country",
  label: "country",
  options: ["", "RO", "BG", "HU"].map((value) => ({ value, label: value === "" ? "country_auto" : null })),
};
const orderPage: FormField = { name: "orderPage", label: "orderPage" };
const oauthOnly = { field: "method", value: "oauth" };

const known: Record<string, { settings: FormField[]; credentials: FormField[] }> = {
  emag: {
    settings: [{ name: "baseUrl", label: "baseUrl" }, country, { name: "proxyUrl", label: "proxyUrl" }, orderPage],
    credentials: [
      username,
      password,
      { name: "proxyUsername", label: "proxyUsername" },
      { name: "proxyPassword", label: "proxyPassword", secret: true },
    ],
  },
  acumatica: {
    settings: [
      { name: "baseUrl", label: "baseUrl" },
      { name: "tenant", label: "tenant" },
      { name: "branch", label: "branch" },
      { name: "knownCustomer", label: "knownCustomer" },
      { name: "endpoint", label: "endpoint" },
      { name: "version", label: "version" },
      { name: "extendsVersion", label: "extendsVersion" },
      { name: "requestsPerMinute", label: "requestsPerMinute" },
      { name: "apiUsers", label: "apiUsers" },
      {
        name: "pushHeader",
        label: "pushHeader",
        options: [
          { value: "optional", label: "pushHeader_optional" },
          { value: "required", label: "pushHeader_required" },
        ],
      },
      orderPage,
      { name: "invoiceReport", label: "invoiceReport" },
      { name: "invoiceReportNumber", label: "invoiceReportNumber" },
      { name: "invoiceReportType", label: "invoiceReportType" },
      {
        name: "stockSource",
        label: "stockSource",
        options: [
          { value: "storage-details", label: "stockSource_storage-details" },
          { value: "quantity-available", label: "stockSource_quantity-available" },
          { value: "odata", label: "stockSource_odata" },
        ],
      },
      { name: "stockInquiry", label: "stockInquiry", only: { field: "stockSource", value: "odata" } },
    ],
    credentials: [
      method,
      username,
      password,
      { name: "clientId", label: "clientId", only: oauthOnly },
      { name: "clientSecret", label: "clientSecret", secret: true, only: oauthOnly },
    ],
  },
};

/** The form of a connection; settings that no form names are shown by their own name rather than lost. */
export function connectionFields(connection: Pick<ConnectionView, "connector" | "settings">): {
  settings: FormField[];
  credentials: FormField[];
} {
  const { settings, credentials } = known[connection.connector] ?? { settings: [], credentials: [username, password] };
  const others = Object.keys(connection.settings).filter(
    (name) => typeof connection.settings[name] === "string" && !settings.some((field) => field.name === name),
  );
  return { settings: [...settings, ...others.map((name) => ({ name, label: null }))], credentials };
}
