type Entry = { optionalDependencies?: Record<string, string> };

export function missingOptionalEntries(lockfile?: { packages: Record<string, Entry> }): string[];
