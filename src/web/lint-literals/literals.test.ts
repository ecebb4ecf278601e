// @vitest-environment node
import { expect, test } from "vitest";
import { checkSource } from "./check.ts";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx,css}", "!../**/*.test.*", "!../testing/**", "!../lint-literals/**"], {
  query: "?raw",
  import: "default",
  eager: true,
});

test("no page shows a text that is not in the catalogue and no colour stands outside tokens.ts", () => {
  const findings = Object.entries(sources).flatMap(([path, source]) => checkSource(path, source).map((f) => `${path}:${f.line} ${f.what}`));
  expect(Object.keys(sources).length).toBeGreaterThan(60);
  expect(findings).toEqual([]);
});

test("text, word attributes, template texts and colours are found", () => {
  const found = (source: string) => checkSource("/x/A.tsx", source).map((f) => f.what);
  expect(found("export const A = () => <p>Nothing runs</p>;")).toEqual(["text “Nothing runs”"]);
  expect(found('export const A = () => <input placeholder="Filter" />;')).toEqual(['placeholder="Filter"']);
  expect(found('export const A = () => <input aria-label={"Filter jobs"} />;')).toEqual(['aria-label="Filter jobs"']);
  expect(found("export const A = ({ n }: { n: number }) => <p>{`${n} rows`}</p>;")).toHaveLength(1);
  expect(found('export const A = () => <p style={{ color: "#fff" }} />;')).toEqual(["colour #fff"]);
  expect(checkSource("/x/a.css", ".a{color:#123456}")).toHaveLength(1);
});

test("marks, numbers, keys and translated texts pass", () => {
  const found = (source: string) => checkSource("/x/A.tsx", source);
  expect(found("export const A = ({ t }: { t: (s: string) => string }) => <p title={t('Jobs')}>{t('Nothing runs')} · — <kbd>Ctrl K</kbd></p>;")).toEqual([]);
  expect(found('export const A = () => <a href="#L3" className="row">·</a>;')).toEqual([]);
});
