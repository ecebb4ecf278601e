import type { UseQueryResult } from "@tanstack/react-query";
import { Input, InputNumber, Select } from "antd";
import { CircleX } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useNavigate } from "react-router";
import type { DatasetVersion } from "../../../../capabilities/datasets/contract.ts";
import { startTraining, type Algorithm, type Recommendation, type Task } from "../../../../capabilities/training/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { problemOf } from "../../../lib/problem.ts";
import { useAct } from "../../../lib/query.ts";
import type { useUrlValue } from "../../../lib/urlState.ts";
import { Field } from "../../../ui/Field.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { AlgorithmPick } from "./AlgorithmPick.tsx";
import { TaskPick } from "./TaskPick.tsx";
import { TrainStep } from "./TrainStep.tsx";
import { TrainSummary } from "./TrainSummary.tsx";
import { sentence } from "./words.ts";

export interface TrainFormProps {
  table: DatasetVersion;
  projectId: string;
  recommendation: UseQueryResult<Recommendation>;
  target: ReturnType<typeof useUrlValue>;
  task: ReturnType<typeof useUrlValue>;
  datasetField: ReactNode;
}

/** What to predict, algorithms, validation on one page; at right what will happen. */
export function TrainForm({ table, projectId, recommendation, target, task, datasetField }: TrainFormProps) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const advice = recommendation.data;
  const [picked, setPicked] = useState<ReadonlySet<Algorithm> | null>(null);
  const [foldsAsked, setFolds] = useState<number | null>(null);
  const [seed, setSeed] = useState(42);
  const [name, setName] = useState("");
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const start = useAct(startTraining, {
    also: ["runs", "experiments", "jobs"],
    onDone: (output) => void navigate(place.at(`training/${output.trainingId}`, projectId)),
  });
  const targetName = target.value === "" ? (advice?.target ?? null) : target.value;
  const chosenTask: Task | null = (advice?.target ?? null) === targetName ? (advice?.task ?? null) : null;
  const algorithms = advice?.algorithms ?? [];
  const usual = new Set(algorithms.filter((a) => a.recommended).map((a) => a.algorithm));
  const possible = new Set(algorithms.map((a) => a.algorithm));
  const chosen = picked === null ? usual : new Set([...picked].filter((a) => possible.has(a)));
  const folds = foldsAsked ?? advice?.validation?.folds ?? 5;
  const ready = targetName !== null && chosenTask !== null && chosen.size > 0 && projectId !== "";
  const problem = start.error ? problemOf(start.error) : null;
  const train = () => {
    if (targetName === null || chosenTask === null) return;
    start.mutate({
      projectId,
      datasetId: table.datasetId,
      version: table.version,
      target: targetName,
      task: chosenTask,
      algorithms: [...chosen],
      folds,
      seed,
      ...(name.trim() === "" ? {} : { name: name.trim() }),
      ...(dropped.length === 0 ? {} : { dropColumns: [...dropped] }),
    });
  };
  const used = table.columns.filter((c) => c.name !== targetName);
  const leftOut = (advice?.columns ?? []).filter((c) => c.treatment === "identifier" || c.treatment === "dropped" || c.treatment === "constant");
  return (
    <form
      className="train-form"
      onSubmit={(event) => {
        event.preventDefault();
        train();
      }}
    >
      <div>
        <TrainStep n={1} done={chosenTask !== null} title={t("What to predict")} remark={t("from the data, correct it if wrong")}>
          <div className="grid c3">
            {datasetField}
            <Field
              label={t("Target")}
              unit={t("{rows} rows", { rows: f.count(table.rowCount) })}
              help={targetName === null ? undefined : target.value === "" ? sentence(advice?.targetReason ?? "") : undefined}
              error={targetName === null && advice ? t("Choose the column to predict.") : undefined}
            >
              {(control) => (
                <Select
                  {...control}
                  showSearch
                  placeholder={t("Choose a column")}
                  {...(targetName === null ? {} : { value: targetName })}
                  onChange={(next: string) => {
                    task.type("");
                    target.choose(next);
                    setDropped(dropped.filter((column) => column !== next));
                  }}
                  options={table.columns.map((c) => ({ value: c.name, label: c.name }))}
                />
              )}
            </Field>
            <Field
              label={t("Columns to leave out")}
              optional
              help={
                leftOut.length === 0
                  ? t("{n} of {all} used", { n: used.length - dropped.length, all: used.length })
                  : t("Left out anyway: {columns}", { columns: f.list(leftOut.slice(0, 4).map((c) => c.name)) })
              }
            >
              {(control) => (
                <Select
                  {...control}
                  mode="multiple"
                  maxTagCount={3}
                  value={[...dropped]}
                  onChange={setDropped}
                  options={used.map((c) => ({ value: c.name, label: c.name }))}
                />
              )}
            </Field>
          </div>
          {targetName === null && advice && advice.targetChoices.length > 0 ? (
            <div className="row wrap sm" style={{ marginBlockStart: 8 }}>
              <span className="t2">{t("Likely:")}</span>
              {advice.targetChoices.map((choice) => (
                <button key={choice.column} type="button" className="link-button" title={choice.reason} onClick={() => target.choose(choice.column)}>
                  {choice.column}
                </button>
              ))}
            </div>
          ) : null}
          {targetName === null ? null : (
            <TaskPick
              value={chosenTask}
              reason={advice?.taskReason ?? ""}
              warnings={advice?.warnings ?? []}
              onChange={(next) => {
                if (target.value === "" && targetName !== null)
                  void navigate(`?dataset=${table.datasetId}&v=${table.version}&target=${encodeURIComponent(targetName)}&task=${next}`);
                else task.choose(next);
              }}
            />
          )}
        </TrainStep>
        <TrainStep
          n={2}
          done={chosen.size > 0}
          title={t("Algorithms")}
          remark={t("{n} of {all}, recommended ones marked, time for all folds", { n: chosen.size, all: algorithms.length })}
        >
          {recommendation.error ? (
            <ErrorState error={recommendation.error} what={t("The recommendation could not load.")} onRetry={() => void recommendation.refetch()} />
          ) : advice === undefined ? (
            <Loading rows={3} />
          ) : (
            <AlgorithmPick algorithms={algorithms} chosen={chosen} onChange={setPicked} />
          )}
        </TrainStep>
        <TrainStep n={3} done title={t("Validation")} remark={sentence(advice?.validation?.reason ?? "")}>
          <div className="grid c3">
            <Field label={t("Folds")} unit={advice?.validation?.strategy === "stratified_k_fold" ? t("stratified") : t("2 to 20")}>
              {(control) => <InputNumber {...control} style={{ width: "100%" }} min={2} max={20} precision={0} value={folds} onChange={setFolds} />}
            </Field>
            <Field label={t("Seed")} help={t("The same seed gives the same folds and models.")}>
              {(control) => (
                <InputNumber {...control} style={{ width: "100%" }} min={0} max={2 ** 31 - 1} precision={0} value={seed} onChange={(n) => setSeed(n ?? 0)} />
              )}
            </Field>
            <Field label={t("Name")} optional help={t("Default: from the target and the dataset.")}>
              {(control) => <Input {...control} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}
            </Field>
          </div>
        </TrainStep>
        {problem === null ? null : (
          <div className="note err" role="alert">
            <CircleX size={16} aria-hidden />
            <span>
              <b>{problem.detail}</b> {problem.fix}
            </span>
          </div>
        )}
      </div>
      <TrainSummary advice={advice} chosen={chosen} folds={folds} ready={ready} busy={start.isPending} />
    </form>
  );
}
