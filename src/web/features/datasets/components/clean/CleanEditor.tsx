import { Button } from "antd";
import { Redo2, Undo2 } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { cleanDataset } from "../../../../../capabilities/datasets/contract.ts";
import type { Step, Suggestion } from "../../../../../capabilities/datasets/contract/cleaning.ts";
import type * as z from "zod";
import { useT } from "../../../../lib/i18n.ts";
import { usePlace } from "../../../../lib/place.ts";
import { JobProgress } from "../../../../ui/JobProgress.tsx";
import { Page } from "../../../../ui/Page.tsx";
import { toast } from "../../../../ui/toasts.ts";
import { useDo } from "../../../../ui/useDo.ts";
import type { Shown } from "../../hooks/useDataset.ts";
import { useCleaning } from "../../hooks/useCleaning.ts";
import { useRecipe, type DraftStep } from "../../hooks/useRecipe.ts";
import "../datasets.css";
import "../profile.css";
import "./clean.css";
import { Changes } from "./Changes.tsx";
import { StepEditor } from "./StepEditor.tsx";
import { StepList } from "./StepList.tsx";

export type Suggested = z.output<typeof Suggestion>;

/** Recipe at left, what it does to all rows in the middle, the chosen step at right. */
export function CleanEditor({
  shown: { dataset, version },
  suggestions,
  initial,
}: {
  shown: Shown;
  suggestions: readonly Suggested[];
  initial: readonly DraftStep[];
}) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const recipe = useRecipe(dataset.id, version.version, initial);
  const [chosen, setChosen] = useState(0);
  const [applying, setApplying] = useState(0);
  const on = recipe.steps.filter((s) => s.on).map((s) => s.step);
  const preview = useCleaning(dataset.id, version.version, on);
  const clean = useDo(cleanDataset);
  const jobId = clean.data?.kind === "done" ? clean.data.output.jobId : null;
  const next = dataset.latestVersion + 1;
  const set = (steps: readonly DraftStep[], choose = chosen) => {
    recipe.set(steps);
    setChosen(Math.max(0, Math.min(choose, steps.length - 1)));
  };
  const add = (step: Step) => set([...recipe.steps, { step, on: true }], recipe.steps.length);
  const current = recipe.steps[chosen];
  const effectOf = (index: number) => {
    if (!recipe.steps[index]?.on) return null;
    return preview.data?.steps[recipe.steps.slice(0, index).filter((s) => s.on).length] ?? null;
  };
  return (
    <Page
      flush
      title={t("Clean {name}", { name: dataset.name })}
      crumbs={[
        { label: t("Datasets"), to: place.at("datasets") },
        { label: dataset.name, to: place.at(`datasets/${dataset.id}`) },
      ]}
      chips={
        <>
          <span className="chip mono">v{version.version}</span>
          <span className="chip pri">{t("draft of v{n}", { n: next })}</span>
        </>
      }
      actions={
        <>
          <Button icon={<Undo2 />} aria-label={t("Undo")} title={t("Undo")} disabled={recipe.undo === null} onClick={() => recipe.undo?.()} />
          <Button icon={<Redo2 />} aria-label={t("Redo")} title={t("Redo")} disabled={recipe.redo === null} onClick={() => recipe.redo?.()} />
          <Button
            type="primary"
            disabled={on.length === 0 || jobId !== null || preview.error !== null}
            loading={clean.isPending}
            onClick={() => {
              setApplying(next);
              clean.mutate({ datasetId: dataset.id, version: version.version, steps: on });
            }}
          >
            {t("Apply as v{n}", { n: next })}
          </Button>
        </>
      }
    >
      {jobId === null ? null : (
        <div className="clean-progress">
          <JobProgress
            jobId={jobId}
            also={["datasets"]}
            onEnd={(job) => {
              clean.reset();
              if (job.state !== "finished") return;
              recipe.forget();
              toast({
                tone: "done",
                text: t("{name} v{n} is ready.", { name: dataset.name, n: applying }),
                remark: t("v{n} is kept.", { n: version.version }),
              });
              void navigate(`${place.at(`datasets/${dataset.id}/versions`)}`);
            }}
          />
        </div>
      )}
      <div className="clean">
        <StepList
          recipe={recipe.steps}
          chosen={chosen}
          onChoose={setChosen}
          onChange={set}
          onAdd={add}
          effectOf={effectOf}
          columns={version.columns}
          suggestions={suggestions}
          kept={version.version}
        />
        <Changes preview={preview} before={version} chosen={current?.on ? current.step : null} empty={on.length === 0} />
        {current ? (
          <StepEditor
            key={chosen}
            draft={current}
            columns={version.columns}
            applied={effectOf(chosen)}
            number={chosen + 1}
            reason={suggestions.find((s) => JSON.stringify(s.step) === JSON.stringify(current.step))?.reason ?? null}
            onChange={(draft) => set(recipe.steps.map((each, i) => (i === chosen ? draft : each)))}
            onRemove={() =>
              set(
                recipe.steps.filter((_, i) => i !== chosen),
                chosen - 1,
              )
            }
          />
        ) : (
          <aside className="clean-inspector pad t2">{t("Add a step, or take a suggestion.")}</aside>
        )}
      </div>
    </Page>
  );
}
