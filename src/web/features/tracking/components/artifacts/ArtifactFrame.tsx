import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Artifact } from "../../../../../capabilities/tracking/contract/artifacts.ts";
import { useT } from "../../../../lib/i18n.ts";
import { bytesOf } from "../../../../lib/transfer.ts";
import { Async } from "../../../../ui/states.tsx";
import type { ArtifactSource } from "./source.ts";

interface FrameProps {
  source: ArtifactSource;
  artifact: Artifact;
}

const keyOf = (what: string, { source, artifact }: FrameProps) => [what, source.key, artifact.path, artifact.sha256] as const;

/** A page that was logged, in a frame whose scripts have no origin: it sees neither the session nor the network. */
export function ArtifactPage(props: FrameProps) {
  const t = useT();
  const { source, artifact } = props;
  const ticket = useQuery({
    queryKey: keyOf("artifact.page", props),
    queryFn: () => source.address(artifact.path),
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
  const { source, artifact } = props;
  const image = useQuery({
    queryKey: keyOf("artifact.image", props),
    queryFn: async ({ signal }) => {
      const bytes = await (await bytesOf(source.address(artifact.path), signal)).blob();
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
