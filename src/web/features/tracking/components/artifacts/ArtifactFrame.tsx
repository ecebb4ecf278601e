import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { downloadArtifact, type Artifact } from "../../../../../capabilities/tracking/contract/artifacts.ts";
import { useT } from "../../../../lib/i18n.ts";
import { ticketFor } from "../../../../lib/transfer.ts";
import { Async } from "../../../../ui/states.tsx";

interface FrameProps {
  runId: string;
  artifact: Artifact;
}

const keyOf = (what: string, { runId, artifact }: FrameProps) => [what, runId, artifact.path, artifact.sha256] as const;

/** A page that was logged, in a frame whose scripts have no origin: it sees neither the session nor the network. */
export function ArtifactPage(props: FrameProps) {
  const t = useT();
  const { runId, artifact } = props;
  const ticket = useQuery({
    queryKey: keyOf("runs.artifact.page", props),
    queryFn: async () => (await ticketFor(downloadArtifact, { runId, path: artifact.path })).url,
    staleTime: 10 * 60_000,
  });
  return (
    <Async query={ticket} what={t("The page could not load.")} shape="block">
      {(url) => <iframe className="artifact-page" sandbox="allow-scripts" title={artifact.path} src={`${url}?view=sandbox`} />}
    </Async>
  );
}

/** A picture at its own size, at most as wide as the card. */
export function ArtifactImage(props: FrameProps) {
  const t = useT();
  const { runId, artifact } = props;
  const image = useQuery({
    queryKey: keyOf("runs.artifact.image", props),
    queryFn: async ({ signal }) => {
      const { url } = await ticketFor(downloadArtifact, { runId, path: artifact.path });
      const bytes = await (await fetch(url, { signal, credentials: "same-origin" })).blob();
      return URL.createObjectURL(new Blob([bytes], { type: typeOf(artifact.path) }));
    },
    staleTime: Infinity,
    gcTime: 0,
  });
  useEffect(() => () => URL.revokeObjectURL(image.data ?? ""), [image.data]);
  return (
    <Async query={image} what={t("The picture could not load.")} shape="block">
      {(url) => (
        <div className="artifact-image">
          <img src={url} alt={artifact.path} />
        </div>
      )}
    </Async>
  );
}

const types: Readonly<Record<string, string>> = { svg: "image/svg+xml", jpg: "image/jpeg" };

function typeOf(path: string): string {
  const ending = path.split(".").at(-1)?.toLowerCase() ?? "";
  return types[ending] ?? `image/${ending}`;
}
