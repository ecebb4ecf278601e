import { useQuery } from "@tanstack/react-query";
import type { Artifact } from "../../../../../capabilities/tracking/contract/artifacts.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { readArtifact } from "../../../../lib/useArtifact.ts";
import { Async } from "../../../../ui/states.tsx";
import { ArtifactImage, ArtifactPage } from "./ArtifactFrame.tsx";
import { ArtifactTable } from "./ArtifactTable.tsx";
import { kindOf } from "./artifactKind.ts";

const mostBytes = 2_000_000;
const mostImageBytes = 30_000_000;

interface ViewProps {
  runId: string;
  artifact: Artifact;
}

/** What is in a file: tables by page, JSON set out, pictures, pages in a frame of their own, text; others can be downloaded. */
export function ArtifactView({ runId, artifact }: ViewProps) {
  const t = useT();
  const f = useFormat();
  const kind = kindOf(artifact);
  if (kind === "table") return <ArtifactTable runId={runId} path={artifact.path} />;
  if (kind === "page") return <ArtifactPage runId={runId} artifact={artifact} />;
  if (kind === "image" && artifact.sizeBytes <= mostImageBytes) return <ArtifactImage runId={runId} artifact={artifact} />;
  if ((kind === "json" || kind === "text") && artifact.sizeBytes <= mostBytes) return <ArtifactText runId={runId} artifact={artifact} json={kind === "json"} />;
  return (
    <div className="pad col">
      <p className="t2">
        {kind === "binary"
          ? t("This kind of file cannot be shown here. Download it.")
          : t("Larger than {size}; download it to look inside.", { size: f.bytes(kind === "image" ? mostImageBytes : mostBytes) })}
      </p>
      <p className="sm t3 mono">{artifact.mediaType}</p>
      <p className="sm t3 mono artifact-hash">{artifact.sha256}</p>
    </div>
  );
}

function ArtifactText({ runId, artifact, json }: ViewProps & { json: boolean }) {
  const t = useT();
  const text = useQuery({
    queryKey: ["runs.artifact.text", runId, artifact.path, artifact.sha256],
    queryFn: ({ signal }) => readArtifact(runId, artifact.path, signal),
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
