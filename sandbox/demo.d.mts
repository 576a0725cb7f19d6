type Ports = { emagPort: number; acumaticaPort: number };
type Secrets = { passwords: { admin: string; support: string }; tokens: { emag: string; erp: string } };

export function demoEnvironment(secrets: Secrets): Record<string, string>;
export function demoConfiguration(ports: Ports): object;
export function demoSettings(webhooks: { emagWebhook: string; erpWebhook: string }): {
  emag: object;
  acumatica: object;
};
