import { expect, it } from "vitest";
import { nameDevice } from "@/lib/domain/device";

const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const apple = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

it("a sign-in is shown by the browser and system a person knows, not by what the browser claims to be", () => {
  const chrome = `${windows} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36`;
  expect(nameDevice(chrome)).toBe("Chrome 141, Windows");
  expect(nameDevice(`${chrome} Edg/141.0.0.0`)).toBe("Edge 141, Windows");
  expect(nameDevice(`${windows.replace(")", "; rv:143.0)")} Gecko/20100101 Firefox/143.0`)).toBe(
    "Firefox 143, Windows",
  );
  const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)";
  expect(nameDevice(`${phone} ${apple} Version/18.6 Mobile/15E148 Safari/604.1`)).toBe("Safari 18, iPhone");
  expect(nameDevice(`${phone} ${apple} CriOS/141.0 Mobile/15E148 Safari/604.1`)).toBe("Chrome 141, iPhone");
});

it("a program that is no browser keeps its own name", () => {
  expect(nameDevice("curl/8.5.0")).toBe("curl/8.5.0");
  expect(nameDevice("")).toBe("");
});
