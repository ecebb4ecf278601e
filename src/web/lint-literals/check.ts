import { parseSync, Visitor } from "oxc-parser";

export interface Finding {
  line: number;
  what: string;
}

/** Attributes a person reads or hears. */
const wordAttributes = new Set([
  "title",
  "label",
  "placeholder",
  "alt",
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "aria-valuetext",
  "remark",
  "summary",
  "help",
  "say",
  "effect",
  "act",
  "what",
  "unit",
  "filterLabel",
  "xLabel",
  "empty",
]);
const colour = /#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch)\(|\bcolor-mix\(/i;
/** Marks, units and key names that every language writes alike. */
const neutral = /^[\s\d\p{P}\p{S}\u00a0]*$|^(?:(?:Ctrl )?(?:[A-Z]|Enter|Esc|Tab)|LuminaOps)$/u;

const isWords = (text: string) => /\p{L}{2,}/u.test(text) && !neutral.test(text.trim());

/** Person-visible text and colours that stand in a source file as literals. */
export function checkSource(path: string, source: string): Finding[] {
  const findings: Finding[] = [];
  const lineOf = (offset: number) => source.slice(0, offset).split("\n").length;
  const report = (offset: number, what: string) => findings.push({ line: lineOf(offset), what });
  const insideAttribute = new Set<number>();
  const isTokens = path.endsWith("/theme/tokens.ts");
  if (path.endsWith(".css")) {
    source.split("\n").forEach((line, i) => {
      const found = colour.exec(line.replaceAll(/url\([^)]*\)/g, ""));
      if (found) findings.push({ line: i + 1, what: `colour ${found[0]}` });
    });
    return findings;
  }
  const literal = (value: { type: string; value?: unknown; start: number; expressions?: unknown[]; quasis?: { value: { raw: string } }[] }): string | null => {
    if (value.type === "Literal" && typeof value.value === "string") return value.value;
    if (value.type === "TemplateLiteral" && value.quasis) return value.quasis.map((q) => q.value.raw).join(" ");
    return null;
  };
  const { program } = parseSync(path, source);
  new Visitor({
    JSXText(node) {
      if (isWords(node.value)) report(node.start, `text “${node.value.trim().slice(0, 40)}”`);
    },
    JSXExpressionContainer(node) {
      const text = literal(node.expression as Parameters<typeof literal>[0]);
      if (text !== null && isWords(text) && !insideAttribute.has(node.start)) report(node.start, `text “${text.trim().slice(0, 40)}”`);
    },
    JSXAttribute(node) {
      if (node.value) insideAttribute.add(node.value.start);
      const name = node.name.type === "JSXIdentifier" ? node.name.name : "";
      if (!wordAttributes.has(name) || !node.value) return;
      const value = node.value.type === "JSXExpressionContainer" ? node.value.expression : node.value;
      const text = literal(value as Parameters<typeof literal>[0]);
      if (text !== null && isWords(text)) report(node.start, `${name}="${text.slice(0, 40)}"`);
    },
    Literal(node) {
      if (!isTokens && typeof node.value === "string" && colour.test(node.value)) report(node.start, `colour ${node.value.slice(0, 40)}`);
    },
    TemplateElement(node) {
      if (!isTokens && colour.test(node.value.raw)) report(node.start, `colour ${node.value.raw.slice(0, 40)}`);
    },
  }).visit(program);
  return findings;
}
