import type { Artifact } from "../../../../capabilities/tracking/contract/artifacts.ts";

export type ArtifactKind = "json" | "csv" | "text" | "image" | "binary";

/** How a file can be looked at. */
export function kindOf({ path, mediaType }: Pick<Artifact, "path" | "mediaType">): ArtifactKind {
  if (/\.json$/i.test(path) || mediaType.includes("json")) return "json";
  if (/\.(csv|tsv)$/i.test(path) || mediaType.includes("csv")) return "csv";
  if (/\.(png|jpe?g|gif|webp)$/i.test(path)) return "image";
  if (mediaType.startsWith("text/") || /\.(txt|md|ya?ml|log|py|toml|ini|cfg)$/i.test(path)) return "text";
  return "binary";
}

/** Rows of a CSV or TSV text (RFC 4180), at most `most`. */
export function parseCsv(text: string, separator: string, most: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length && rows.length < most; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        cell += '"';
        i++;
      } else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === separator) {
      row.push(cell);
      cell = "";
    } else if (c === "\n") {
      rows.push([...row, cell.replace(/\r$/, "")]);
      row = [];
      cell = "";
    } else cell += c;
  }
  if (rows.length < most && (cell !== "" || row.length > 0)) rows.push([...row, cell]);
  return rows;
}
