import { useT } from "../../../lib/i18n.ts";
import { Empty } from "../../../ui/states.tsx";
import { ArtifactBrowser } from "../components/artifacts/ArtifactBrowser.tsx";
import { runFiles } from "../components/artifacts/source.ts";
import { RunFrame } from "../components/RunFrame.tsx";

/** Files of a run: list, look inside, download. */
export default function ArtifactsPage() {
  const t = useT();
  return (
    <RunFrame>
      {(run, live) => (
        <ArtifactBrowser
          source={runFiles(run.id)}
          live={live}
          empty={<Empty say={t("No artifact yet. Files that the run logs show up here.")} snippet={`./lumina runs upload-artifact ${run.id} report.txt`} />}
        />
      )}
    </RunFrame>
  );
}
