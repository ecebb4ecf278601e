import { Button } from "antd";
import { Repeat } from "lucide-react";
import { cleanDataset, type Dataset, type DatasetVersion } from "../../../../capabilities/datasets/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { effectWords, stepNames, stepRemark } from "./effectWords.ts";

/** How this version was made: the cleaning steps with what they did, or the file it was read from. */
export function RecipeCard({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const clean = useDo(cleanDataset);
  const jobId = clean.data?.kind === "done" ? clean.data.output.jobId : null;
  const { recipe, source } = version;
  if (recipe === null)
    return (
      <Card title={t("Where v{n} comes from", { n: version.version })} pad>
        {source === null ? (
          <p className="t2">{t("A sample that ships with the product.")}</p>
        ) : (
          <Facts
            facts={[
              [t("File"), source.filename ?? "—"],
              [t("Size as sent"), f.bytes(source.sizeBytes)],
              [t("Encoding"), source.encoding],
              [t("Separator"), source.delimiter],
              [t("Header"), source.header ? t("first row") : t("none")],
              [
                t("SHA-256"),
                <span key="h" className="mono">
                  {source.sha256.slice(0, 16)}
                </span>,
              ],
            ]}
          />
        )}
      </Card>
    );
  const newest = version.version !== dataset.latestVersion;
  return (
    <Card
      title={t("Recipe of v{n}", { n: version.version })}
      remark={t("{before} to {after} rows", { before: f.count(recipe.rowsBefore), after: f.count(recipe.rowsAfter) })}
      actions={
        newest ? (
          <Button
            size="small"
            icon={<Repeat />}
            loading={clean.isPending || jobId !== null}
            onClick={() => clean.mutate({ datasetId: dataset.id, version: dataset.latestVersion, replay: version.version })}
          >
            {t("Replay on v{n}", { n: dataset.latestVersion })}
          </Button>
        ) : undefined
      }
    >
      {jobId === null ? null : (
        <div className="pad">
          <JobProgress
            jobId={jobId}
            also={["datasets"]}
            onEnd={(job) => {
              clean.reset();
              if (job.state === "finished")
                toast({
                  tone: "done",
                  text: t("The cleaned version of {name} is ready.", { name: dataset.name }),
                  to: place.at(`datasets/${dataset.id}`),
                });
            }}
          />
        </div>
      )}
      {recipe.steps.map((applied, i) => (
        <div key={i} className="item">
          <span className="count">{i + 1}</span>
          <span className="grow">
            <span className="m block">{t(stepNames[applied.step.kind])}</span>
            <span className="sm t2 block">{applied.fitted.dropped ? f.list(applied.fitted.dropped) : stepRemark(applied.step, t, f)}</span>
            {applied.fitted.values ? (
              <span className="sm t3 block mono">
                {Object.entries(applied.fitted.values)
                  .map(([name, value]) => `${name} = ${String(value)}`)
                  .join(", ")}
              </span>
            ) : null}
          </span>
          <span className="sm t2 right">{effectWords(applied.effect, t, f).join(", ")}</span>
        </div>
      ))}
    </Card>
  );
}
