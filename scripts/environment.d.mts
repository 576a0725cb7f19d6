export function freshSecrets(): { AUTH_SECRET: string; ENCRYPTION_KEYS: string; CRON_SECRET: string };
export function readablePassword(): string;
