import { useT } from "../../../lib/i18n.ts";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { DatasetFrame } from "../components/DatasetFrame.tsx";
import { ProfileView } from "../components/ProfileView.tsx";
import type { Shown } from "../hooks/useDataset.ts";
import { useProfile } from "../hooks/useProfile.ts";

/** What every column holds, how they hang together, and how good the table is. */
export default function ProfilePage() {
  return <DatasetFrame>{(shown) => <Profiled key={`${shown.dataset.id}/${shown.version.version}`} shown={shown} />}</DatasetFrame>;
}

function Profiled({ shown }: { shown: Shown }) {
  const t = useT();
  const { profile, error, jobId, retry } = useProfile(shown.dataset.id, shown.version.version);
  if (profile) return <ProfileView profile={profile} dataset={shown.dataset} />;
  if (error)
    return (
      <div className="card">
        <ErrorState error={error} what={t("The profile could not load.")} stillWorks={t("The preview shows the rows.")} onRetry={retry} />
      </div>
    );
  return (
    <>
      {jobId === null ? null : (
        <div className="card pad">
          <JobProgress jobId={jobId} also={["datasets"]} />
        </div>
      )}
      <Loading rows={8} />
    </>
  );
}
