import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { Info } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { cleanDataset, suggestCleaning, type Dataset, type DatasetVersion } from "../../../../capabilities/datasets/contract.ts";
import type { Profile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { Async } from "../../../ui/states.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { draftKey } from "../hooks/useRecipe.ts";
import { effectWords } from "./effectWords.ts";
import { QualityParts } from "./Quality.tsx";

/** Beside the rows: how good they are and what would make them better. */
export function SidePanel({ dataset, version, profile }: { dataset: Dataset; version: DatasetVersion; profile: Profile | null }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const found = useQuery({ ...queryFor(suggestCleaning, { datasetId: dataset.id, version: version.version }), staleTime: 60_000 });
  const [choice, setChoice] = useState<{ of: number; changed: ReadonlyMap<number, boolean> }>({ of: 0, changed: new Map() });
  const changed = choice.of === version.version ? choice.changed : new Map<number, boolean>();
  const clean = useDo(cleanDataset);
  const suggestions = found.data?.suggestions ?? [];
  const isOn = (i: number) => changed.get(i) ?? suggestions[i]?.recommended ?? false;
  const steps = suggestions.filter((_, i) => isOn(i)).map((s) => s.step);
  const jobId = clean.data?.kind === "done" ? clean.data.output.jobId : null;
  const preview = () => {
    sessionStorage.setItem(draftKey(dataset.id, version.version), JSON.stringify(steps.map((step) => ({ step, on: true }))));
    void navigate(`${place.at(`datasets/${dataset.id}/clean`)}${version.version === dataset.latestVersion ? "" : `?v=${version.version}`}`);
  };
  const next = dataset.latestVersion + 1;
  return (
    <aside className="side-panel" aria-label={t("Quality and cleaning")}>
      <div className="scroll" tabIndex={0} role="region" aria-label={t("Cleaning suggestions")}>
        <div className="side-quality">
          <h2>{t("Quality")}</h2>
          {profile === null ? <span className="sm t2">{t("Follows with the profile.")}</span> : <QualityParts quality={profile.quality} />}
        </div>
        <div className="row pad" style={{ paddingBlockEnd: 6 }}>
          <h2 className="grow">{t("Cleaning suggestions")}</h2>
          <span className="sm t2">{suggestions.length === 0 ? "" : t("{n} of {all} chosen", { n: steps.length, all: suggestions.length })}</span>
        </div>
        <Async query={found} what={t("The suggestions could not load.")} rows={3} shape="block">
          {() =>
            suggestions.length === 0 ? (
              <p className="pad sm t2">{t("Nothing stands out: no missing values, no duplicates, no column without information.")}</p>
            ) : (
              suggestions.map((s, i) => (
                <div key={s.title} className="suggestion">
                  <Checkbox
                    checked={isOn(i)}
                    aria-label={s.title}
                    onChange={(e) => setChoice({ of: version.version, changed: new Map([...changed, [i, e.target.checked]]) })}
                  />
                  <span>
                    <span className="m block">{s.title}</span>
                    <span className="sm t2 block">{s.reason}</span>
                  </span>
                  <span className="effect">
                    {effectWords(s.effect, t, f).map((word) => (
                      <span key={word} className="chip">
                        {word}
                      </span>
                    ))}
                  </span>
                </div>
              ))
            )
          }
        </Async>
      </div>
      {suggestions.length === 0 && jobId === null ? null : (
        <footer>
          {jobId === null ? (
            <div className="note pri sm">
              <Info size={14} aria-hidden />
              <span>{t("Nothing changes until you apply. v{n} is kept.", { n: version.version })}</span>
            </div>
          ) : (
            <JobProgress
              jobId={jobId}
              also={["datasets"]}
              onEnd={(job) => {
                clean.reset();
                if (job.state === "finished")
                  toast({ tone: "done", text: t("The cleaned version of {name} is ready.", { name: dataset.name }), to: place.at(`datasets/${dataset.id}`) });
              }}
            />
          )}
          <div className="row">
            <Button className="grow" disabled={steps.length === 0} onClick={preview}>
              {t("Preview changes")}
            </Button>
            <Button
              type="primary"
              className="grow"
              disabled={steps.length === 0 || jobId !== null}
              loading={clean.isPending}
              onClick={() => clean.mutate({ datasetId: dataset.id, version: version.version, steps })}
            >
              {t("Apply {n} as v{next}", { n: steps.length, next })}
            </Button>
          </div>
        </footer>
      )}
    </aside>
  );
}
