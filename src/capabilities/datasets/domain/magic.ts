/** Files that are surely not text tables, by their first bytes, with what to do about each. */
const kinds: readonly { bytes: readonly number[]; what: string; fix: string }[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: "a zip archive or an Excel workbook (.xlsx)",
    fix: "Open it and save the table as CSV (UTF-8), or unpack the archive first.",
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: "an old Excel workbook (.xls)", fix: "Open it and save the table as CSV (UTF-8)." },
  { bytes: [0x50, 0x41, 0x52, 0x31], what: "a Parquet file", fix: "Export it as CSV." },
  { bytes: [0x1f, 0x8b], what: "a gzip archive", fix: "Unpack it first." },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "a Zstandard archive", fix: "Unpack it first." },
  { bytes: [0x42, 0x5a, 0x68], what: "a bzip2 archive", fix: "Unpack it first." },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: "a 7-Zip archive", fix: "Unpack it first." },
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], what: "a PDF document", fix: "Export the table behind it as CSV." },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: "a PNG picture", fix: "Upload a table as CSV or TSV." },
  { bytes: [0xff, 0xd8, 0xff], what: "a JPEG picture", fix: "Upload a table as CSV or TSV." },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: "a GIF picture", fix: "Upload a table as CSV or TSV." },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: "a program", fix: "Upload a table as CSV or TSV." },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20], what: "an SQLite database", fix: "Export the table as CSV." },
];

/** What a known binary file is, or null. */
export function knownBinary(head: Uint8Array): { what: string; fix: string } | null {
  return kinds.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte)) ?? null;
}
