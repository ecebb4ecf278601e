import type { Dataset } from "../../../../capabilities/datasets/contract.ts";
import type { Profile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card } from "../../../ui/Card.tsx";
import { Associations } from "./Associations.tsx";
import { ColumnsTable } from "./ColumnsTable.tsx";
import { Correlations } from "./Correlations.tsx";
import { Insights } from "./Insights.tsx";
import { QualityBars } from "./Quality.tsx";

/** The profile page: score and claims, then columns beside what hangs together. */
export function ProfileView({ profile, dataset }: { profile: Profile; dataset: Dataset }) {
  const t = useT();
  const f = useFormat();
  return (
    <>
      <div className="profile-top">
        <Card title={t("Quality score")} remark={t("all rows, took {time}", { time: f.duration(profile.tookMs) })}>
          <div className="quality-card">
            <span className="score">{f.count(Math.round(profile.quality.score))}</span>
            <QualityBars quality={profile.quality} />
          </div>
        </Card>
        <Insights profile={profile} dataset={dataset} />
      </div>
      <div className="profile-main">
        <ColumnsTable profile={profile} />
        <div className="profile-side">
          <Correlations profile={profile} />
          <Associations profile={profile} dataset={dataset} />
        </div>
      </div>
    </>
  );
}
