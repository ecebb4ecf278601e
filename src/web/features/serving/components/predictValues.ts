import type { SignatureInput } from "../../../../capabilities/serving/contract/shapes.ts";

export type Values = Readonly<Record<string, string>>;

/** The example of a field as the form shows it. */
export function exampleOf(input: SignatureInput): string {
  return input.example === undefined || input.example === null ? "" : String(input.example);
}

/** What a field's text means for the model: a number, true or false, or the text; nothing when empty. */
export function cellOf(input: SignatureInput, text: string): unknown {
  if (text.trim() === "") return undefined;
  if (input.type === "boolean") return text === "true";
  if (input.type !== "number" && input.type !== "integer") return text;
  return Number(text.replace(",", "."));
}

/** The row a form sends; empty fields are left out, so that the model sees them as missing. */
export function rowOf(inputs: readonly SignatureInput[], values: Values): Record<string, unknown> {
  return Object.fromEntries(inputs.map((input) => [input.name, cellOf(input, values[input.name] ?? "")] as const).filter(([, value]) => value !== undefined));
}

/** What is wrong with a field before anything is sent; `needed` or `number`. */
export function wrongWith(input: SignatureInput, text: string): "needed" | "number" | null {
  if (text.trim() === "") return input.required ? "needed" : null;
  return (input.type === "number" || input.type === "integer") && !Number.isFinite(Number(text.replace(",", "."))) ? "number" : null;
}

/** KServe V2 body of one row: a tensor per field. */
export function v2Body(inputs: readonly SignatureInput[], row: Readonly<Record<string, unknown>>): object {
  return {
    inputs: inputs
      .filter((input) => row[input.name] !== undefined)
      .map((input) => ({
        name: input.name,
        shape: [1, 1],
        datatype: input.type === "number" || input.type === "integer" ? "FP64" : input.type === "boolean" ? "BOOL" : "BYTES",
        data: [row[input.name]],
      })),
  };
}

/** A row as text in a shell command; quotes inside survive. */
export function curlOf(url: string, body: object): string {
  const text = JSON.stringify(body).replaceAll("'", String.raw`'\''`);
  return [`curl -X POST ${url} \\`, '  -H "Authorization: Bearer $LUMINA_KEY" \\', "  -H 'Content-Type: application/json' \\", `  -d '${text}'`].join("\n");
}
