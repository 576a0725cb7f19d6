import { readJson, root } from "../checkout.mjs";

/** The lockfile's packages: what runs in production unless `all`; platform binaries are listed with their platform. */
function packages({ all = false } = {}) {
  const { packages: entries } = readJson(`${root}/package-lock.json`);
  return Object.entries(entries)
    .filter(([path, entry]) => path && !entry.link && (all || !entry.dev))
    .map(([path, entry]) => ({
      name: entry.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version: entry.version,
      licence: typeof entry.license === "string" ? entry.license : "not stated",
      integrity: entry.integrity,
      installScript: Boolean(entry.hasInstallScript),
    }))
    .sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

const hashes = (integrity) =>
  (integrity ?? "").split(" ").flatMap((text) => {
    const [algorithm, base64] = [text.slice(0, text.indexOf("-")), text.slice(text.indexOf("-") + 1)];
    return algorithm === "sha512" ? [{ alg: "SHA-512", content: Buffer.from(base64, "base64").toString("hex") }] : [];
  });

/** A CycloneDX 1.6 bill of materials of everything that runs in production. */
export function billOfMaterials() {
  const { name, version } = readJson(`${root}/package.json`);
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { type: "application", name, version } },
    components: packages().map(({ name: component, version: v, licence, integrity }) => ({
      type: "library",
      name: component,
      version: v,
      purl: `pkg:npm/${component.replace("@", "%40")}@${v}`,
      licenses: [
        /^[\w.+()-]+( (AND|OR|WITH) [\w.+()-]+)*$/.test(licence)
          ? { expression: licence }
          : { license: { name: licence } },
      ],
      hashes: hashes(integrity),
    })),
  };
}

/** Licence → packages under it, of everything that runs in production. */
export function licences() {
  const found = {};
  for (const { name, version, licence } of packages()) {
    found[licence] ??= [];
    found[licence].push(`${name}@${version}`);
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => a.localeCompare(b)));
}

/** Packages that would run something while they are installed; package.json denies every one of them. */
export function installScripts() {
  const { allowScripts = {} } = readJson(`${root}/package.json`);
  return packages({ all: true })
    .filter(({ installScript }) => installScript)
    .map(({ name }) => ({ name, denied: allowScripts[name] === false }));
}
