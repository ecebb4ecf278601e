import { useQuery } from "@tanstack/react-query";
import type { Artifact } from "../../../../capabilities/tracking/contract/artifacts.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Async } from "../../../ui/states.tsx";
import { readArtifact } from "../../../lib/useArtifact.ts";
import { kindOf, parseCsv } from "./artifactKind.ts";

const mostBytes = 2_000_000;
const mostRows = 500;

/** What is in a file: JSON set out, CSV as a table, text as it is; others can be downloaded. */
export function ArtifactView({ runId, artifact }: { runId: string; artifact: Artifact }) {
  const t = useT();
  const f = useFormat();
  const kind = kindOf(artifact);
  const readable = (kind === "json" || kind === "csv" || kind === "text") && artifact.sizeBytes <= mostBytes;
  const text = useQuery({
    queryKey: ["runs.artifact.text", runId, artifact.path, artifact.sha256],
    queryFn: ({ signal }) => readArtifact(runId, artifact.path, signal),
    enabled: readable,
    staleTime: Infinity,
  });
  if (!readable)
    return (
      <div className="pad col">
        <p className="t2">
          {artifact.sizeBytes > mostBytes && kind !== "binary"
            ? t("Larger than {size}; download it to look inside.", { size: f.bytes(mostBytes) })
            : t("This kind of file cannot be shown here. Download it.")}
        </p>
        <p className="sm t3 mono">{artifact.mediaType}</p>
        <p className="sm t3 mono artifact-hash">{artifact.sha256}</p>
      </div>
    );
  return (
    <Async query={text} what={t("The file could not load.")} rows={8} shape="block">
      {(content) =>
        kind === "csv" ? (
          <CsvTable text={content} separator={/\.tsv$/i.test(artifact.path) ? "\t" : ","} name={artifact.path} />
        ) : (
          <Text text={kind === "json" ? pretty(content) : content} name={artifact.path} />
        )
      }
    </Async>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Text({ text, name }: { text: string; name: string }) {
  return (
    <pre className="mono artifact-text" tabIndex={0} role="region" aria-label={name}>
      {text}
    </pre>
  );
}

function CsvTable({ text, separator, name }: { text: string; separator: string; name: string }) {
  const t = useT();
  const [head = [], ...rows] = parseCsv(text, separator, mostRows + 1);
  return (
    <div className="artifact-text" tabIndex={0} role="region" aria-label={name}>
      <table className="plain">
        <thead>
          <tr>
            {head.map((cell, i) => (
              <th key={i} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j} className="mono">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length >= mostRows ? <p className="pad sm t2">{t("First {n} rows.", { n: mostRows })}</p> : null}
    </div>
  );
}
