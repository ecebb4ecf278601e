// @vitest-environment node
import { IntlMessageFormat } from "intl-messageformat";
import { parseSync, Visitor } from "oxc-parser";
import { expect, test } from "vitest";
import { pseudo } from "./pseudo.ts";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.*", "!../testing/**"], { query: "?raw", import: "default", eager: true });

/** Every sentence of the catalogue: first argument of t, msg and translate, and `m` of Say. */
function messagesOf(path: string, source: string): string[] {
  const found: string[] = [];
  new Visitor({
    CallExpression(node) {
      const [first] = node.arguments;
      if (
        node.callee.type === "Identifier" &&
        ["t", "msg", "translate"].includes(node.callee.name) &&
        first?.type === "Literal" &&
        typeof first.value === "string"
      )
        found.push(first.value);
    },
    JSXAttribute(node) {
      if (node.name.name === "m" && node.value?.type === "Literal" && typeof node.value.value === "string") found.push(node.value.value);
    },
  }).visit(parseSync(path, source).program);
  return found;
}

const messages = [...new Set(Object.entries(sources).flatMap(([path, source]) => messagesOf(path, source)))];

test("every message is valid ICU", () => {
  expect(messages.length).toBeGreaterThan(200);
  const broken = messages.filter((message) => {
    try {
      return !new IntlMessageFormat(message, "en");
    } catch {
      return true;
    }
  });
  expect(broken).toEqual([]);
});

test("the voice is kept: no exclamation, no please, oops, successfully, simply", () => {
  expect(messages.filter((m) => /!|\b(please|oops|successfully|simply|are you sure)\b/i.test(m))).toEqual([]);
});

test("the pseudo-locale makes a text 40 % longer and keeps it readable", () => {
  expect(pseudo("Train a model").length).toBeGreaterThanOrEqual(Math.floor("Train a model".length * 1.4));
  expect(pseudo("Train")).toContain("Tráïñ");
});
