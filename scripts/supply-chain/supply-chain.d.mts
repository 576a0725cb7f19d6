export function billOfMaterials(): {
  components: { name: string; version: string; purl: string; licenses: object[]; hashes: object[] }[];
};
export function licences(): Record<string, string[]>;
export function installScripts(): { name: string; denied: boolean }[];
