const browsers = [
  ["Edge", /Edg(?:A|iOS)?\/(\d+)/],
  ["Opera", /OPR\/(\d+)/],
  ["Firefox", /(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /(?:Chrome|HeadlessChrome|CriOS)\/(\d+)/],
  ["Safari", /Version\/(\d+)[\d.]* .*Safari/],
] as const;

const systems = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["ChromeOS", /CrOS/],
  ["Linux", /Linux/],
] as const;

/** What a person calls the browser that sent this `User-Agent`; a program's own text stays as it is. */
export function nameDevice(agent: string): string {
  const browser = browsers.map(([name, pattern]) => [name, pattern.exec(agent)?.[1]]).find(([, version]) => version);
  if (!browser) return agent;
  const system = systems.find(([, pattern]) => pattern.test(agent));
  return [browser.join(" "), system?.[0]].filter(Boolean).join(", ");
}
