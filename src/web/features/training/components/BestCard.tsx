import { Button } from "antd";
import { Boxes } from "lucide-react";
import { Link, useNavigate } from "react-router";
import type { Training } from "../../../../capabilities/training/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Card, Facts } from "../../../ui/Card.tsx";
import { fastestWithin } from "./fastest.ts";
import { metricKind, metricWord } from "./metrics.ts";

/** The best candidate with its figures and what to do with it. */
export function BestCard({ training }: { training: Training }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const best = training.candidates.find((c) => c.runId === training.bestRunId);
  if (!best)
    return (
      <Card title={t("Best so far")}>
        <p className="pad t2">{t("No candidate has finished yet.")}</p>
      </Card>
    );
  const fast = training.candidates.find((c) => c.runId === fastestWithin(training, 0.005));
  const done = training.status === "finished" || training.status === "cancelled";
  return (
    <Card title={done ? t("Best candidate") : t("Best so far")} remark={t("by {metric}", { metric: metricWord(training.primaryMetric) })}>
      <div className="pad col g12">
        <div className="row">
          <span className="h-section grow">
            <ObjectRef type="run" id={best.runId} projectId={training.projectId}>
              {best.label}
            </ObjectRef>
          </span>
          <span className="metric-figure">{f.metric(best.metrics[training.primaryMetric], metricKind(training.primaryMetric))}</span>
        </div>
        <Facts
          facts={[
            ...Object.entries(best.metrics)
              .filter(([key]) => key !== training.primaryMetric)
              .map(([key, value]) => [metricWord(key), `${f.metric(value, metricKind(key))} ± ${f.metric(best.deviations[key], metricKind(key))}`] as const),
            [t("Served, one row"), f.duration(best.latencyMs)],
            [t("Format"), best.format === "onnx" ? t("ONNX, served equals native") : (best.formatReason ?? "—")],
          ]}
        />
        {fast && fast.runId !== best.runId && best.latencyMs !== null && fast.latencyMs !== null ? (
          <p className="sm t2">
            {t("{name} is {times} times faster within 0.5 % of the best.", { name: fast.label, times: f.metric(best.latencyMs / fast.latencyMs, "value") })}
          </p>
        ) : null}
        <div className="row wrap">
          <Button
            type="primary"
            icon={<Boxes />}
            disabled={best.status !== "finished"}
            onClick={() => void navigate(`${place.at("models/new", training.projectId)}?run=${best.runId}`)}
          >
            {t("Register as a model")}
          </Button>
          <Link
            to={`${place.at("training/new", training.projectId)}?dataset=${training.datasetId}&v=${training.version}&target=${encodeURIComponent(training.target)}&task=${training.task}`}
          >
            {t("Train again")}
          </Link>
        </div>
      </div>
    </Card>
  );
}
