import { useQuery } from "@tanstack/react-query";
import type { Artifact } from "../../../../../capabilities/tracking/contract/artifacts.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { bytesOf } from "../../../../lib/transfer.ts";
import { Async } from "../../../../ui/states.tsx";
import { ArtifactImage, ArtifactPage } from "./ArtifactFrame.tsx";
import { ArtifactTable } from "./ArtifactTable.tsx";
import { kindOf } from "./artifactKind.ts";
import type { ArtifactSource } from "./source.ts";

const mostBytes = 2_000_000;
const mostImageBytes = 30_000_000;

interface ViewProps {
  source: ArtifactSource;
  artifact: Artifact;
}

/** What is in a file: tables by page, JSON set out, pictures, pages in a frame of their own, text; others can be downloaded. */
export function ArtifactView({ source, artifact }: ViewProps) {
  const t = useT();
  const f = useFormat();
  const kind = kindOf(artifact);
  if (kind === "table" && source.runId !== null) return <ArtifactTable runId={source.runId} path={artifact.path} />;
  if (kind === "page") return <ArtifactPage source={source} artifact={artifact} />;
  if (kind === "image" && artifact.sizeBytes <= mostImageBytes) return <ArtifactImage source={source} artifact={artifact} />;
  if ((kind === "json" || kind === "text" || /\.(csv|tsv)$/i.test(artifact.path)) && artifact.sizeBytes <= mostBytes)
    return <ArtifactText source={source} artifact={artifact} json={kind === "json"} />;
  return (
    <div className="pad col">
      <p className="t2">
        {kind === "binary" || kind === "table"
          ? t("This kind of file cannot be shown here. Download it.")
          : t("Larger than {size}; download it to look inside.", { size: f.bytes(kind === "image" ? mostImageBytes : mostBytes) })}
      </p>
      <p className="sm t3 mono">{artifact.mediaType}</p>
      <p className="sm t3 mono artifact-hash">{artifact.sha256}</p>
    </div>
  );
}

function ArtifactText({ source, artifact, json }: ViewProps & { json: boolean }) {
  const t = useT();
  const text = useQuery({
    queryKey: ["artifact.text", source.key, artifact.path, artifact.sha256],
    queryFn: ({ signal }) => bytesOf(source.address(artifact.path), signal).then((response) => response.text()),
    staleTime: Infinity,
  });
  return (
    <Async query={text} what={t("The file could not load.")} rows={8} shape="block">
      {(content) => (
        <pre className="mono artifact-text" tabIndex={0} role="region" aria-label={artifact.path}>
          {json ? pretty(content) : content}
        </pre>
      )}
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
