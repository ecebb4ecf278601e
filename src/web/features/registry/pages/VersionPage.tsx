import { useQuery } from "@tanstack/react-query";
import { Info, TriangleAlert } from "lucide-react";
import type { Model, ModelVersion } from "../../../../capabilities/registry/contract/shapes.ts";
import { getVersion } from "../../../../capabilities/registry/contract/versions.ts";
import { getDataset } from "../../../../capabilities/datasets/contract.ts";
import { shortHash, useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { CopyText } from "../../../ui/Copy.tsx";
import { MetricCard } from "../../../ui/MetricCard.tsx";
import { AboutCard } from "../components/AboutCard.tsx";
import { GateCard } from "../components/GateCard.tsx";
import { isBetter, mainMetrics, metricName } from "../components/metrics.ts";
import { PromptOverview } from "../components/PromptVersions.tsx";
import { SignatureCard } from "../components/SignatureCard.tsx";
import { VersionFrame } from "../components/VersionFrame.tsx";
import { formatWords, taskWords } from "../components/words.ts";
import "../components/registry.css";

/** One version: how good, against what, made from what, and whether it may serve. */
export default function VersionPage() {
  return (
    <VersionFrame>{(version, model) => (version.kind === "prompt" ? <Prompt version={version} /> : <Overview version={version} model={model} />)}</VersionFrame>
  );
}

function Prompt({ version }: { version: ModelVersion }) {
  return (
    <div className="columns">
      <div>
        <PromptOverview version={version} />
      </div>
      <div>
        <AboutCard version={version} />
      </div>
    </div>
  );
}

function Overview({ version: v, model }: { version: ModelVersion; model: Model }) {
  const t = useT();
  const other = model.productionVersion !== null && model.productionVersion !== v.version ? model.productionVersion : v.version > 1 ? v.version - 1 : null;
  const against = useQuery({ ...queryFor(getVersion, { modelId: model.id, version: other ?? 1 }), enabled: other !== null });
  const base = other === null ? undefined : against.data;
  return (
    <>
      {v.format === "native" ? (
        <div className="note warn" role="status">
          <TriangleAlert size={16} aria-hidden />
          <span>
            <b>{t("This version stays native and cannot be deployed yet.")}</b> {v.formatReason}
          </span>
        </div>
      ) : null}
      {v.format === "mlflow" ? <Registered /> : null}
      {v.format === "mlflow" && Object.keys(v.metrics).length === 0 ? null : (
        <div className="grid c4">
          {mainMetrics(v.task ?? "", v.metrics, 4).map((key) => (
            <Figure key={key} name={key} version={v} base={base} inProduction={other === model.productionVersion} />
          ))}
        </div>
      )}
      <div className="columns">
        <div>
          <GateCard version={v} />
          {v.signature ? <SignatureCard signature={v.signature} /> : <AboutCard version={v} />}
        </div>
        <div>
          <MadeFrom version={v} />
          <AllMetrics version={v} />
          {v.signature ? <AboutCard version={v} /> : null}
        </div>
      </div>
    </>
  );
}

/** A version that came from outside says so before anybody tries to deploy it. */
function Registered() {
  const t = useT();
  return (
    <div className="note" role="status">
      <Info size={16} aria-hidden />
      <span>
        <b>{t("Registered from outside; it cannot be deployed yet.")}</b>{" "}
        {t("Its files can be downloaded, and stages and aliases work. Only graphs that the trainer exported and checked are served.")}
      </span>
    </div>
  );
}

function Figure({ name, version: v, base, inProduction }: { name: string; version: ModelVersion; base: ModelVersion | undefined; inProduction: boolean }) {
  const t = useT();
  const f = useFormat();
  const value = v.metrics[name];
  const before = base?.metrics[name];
  const sd = v.metrics[`${name}_sd`];
  const compared = value !== undefined && before !== undefined;
  const delta = compared ? f.delta(value - before, (n) => f.metric(n)) : "";
  const better = compared && value !== before && isBetter(name, before, value);
  return (
    <MetricCard
      label={metricName(name)}
      value={f.metric(value)}
      remark={
        compared && base ? (
          <span className={value === before ? "" : better ? "ok" : "warn"}>
            {inProduction
              ? t("{delta} against production v{version}", { delta, version: base.version })
              : t("{delta} against v{version}", { delta, version: base.version })}
          </span>
        ) : v.format === "mlflow" ? undefined : sd === undefined ? (
          t("mean over the folds")
        ) : (
          t("± {sd} over the folds", { sd: f.metric(sd) })
        )
      }
    />
  );
}

function MadeFrom({ version: v }: { version: ModelVersion }) {
  const t = useT();
  const f = useFormat();
  const dataset = useQuery({ ...queryFor(getDataset, { datasetId: v.datasetId ?? "" }), enabled: v.datasetId !== null });
  return (
    <Card title={t("Made from")} className="facts-links" pad>
      <Facts
        facts={[
          [
            t("Data"),
            v.datasetId === null ? (
              t("not recorded")
            ) : (
              <ObjectRef type="dataset" id={v.datasetId} projectId={v.projectId}>
                {t("{name} v{version}", { name: dataset.data?.name ?? t("dataset"), version: v.datasetVersion ?? 1 })}
              </ObjectRef>
            ),
          ],
          [
            t("Run"),
            v.runId === null ? (
              (v.runRef ?? t("not recorded"))
            ) : (
              <ObjectRef key="run" type="run" id={v.runId} projectId={v.projectId}>
                <span className="mono">{v.runId.slice(-8)}</span>
              </ObjectRef>
            ),
          ],
          [t("Task"), v.task === null ? "—" : t(taskWords[v.task])],
          [
            t("Target"),
            <span key="target" className="mono">
              {v.target ?? "—"}
            </span>,
          ],
          [
            t("Algorithm"),
            <span key="algorithm" className="mono">
              {v.algorithm ?? "—"}
            </span>,
          ],
          [t("Signature"), v.signature === null ? t("not recorded") : t("{in, plural, one {# input} other {# inputs}}", { in: v.signature.inputs.length })],
          [t("Size"), v.sizeBytes === null ? t("not measured") : f.bytes(v.sizeBytes)],
          [t("File"), v.graphSha256 === null ? "—" : <CopyText key="sha" text={v.graphSha256} shown={shortHash(v.graphSha256)} />],
          [t("Format"), t(formatWords[v.format])],
          [
            t("Format check"),
            v.gate === null ? (
              t("not compared")
            ) : v.gate.passed ? (
              <span key="gate" className="ok">
                {t("equal to {diff}", { diff: f.metric(v.gate.maxAbsDiff) })}
              </span>
            ) : (
              <span key="gate" className="warn">
                {t("not passed")}
              </span>
            ),
          ],
        ]}
      />
    </Card>
  );
}

function AllMetrics({ version: v }: { version: ModelVersion }) {
  const t = useT();
  const f = useFormat();
  const keys = Object.keys(v.metrics)
    .filter((key) => !key.endsWith("_sd"))
    .toSorted();
  return (
    <Card title={t("All metrics")} {...(v.format === "mlflow" ? {} : { remark: t("mean ± sd over the folds") })} pad>
      <Facts
        facts={keys.map((key) => {
          const sd = v.metrics[`${key}_sd`];
          const value = v.metrics[key];
          const shown = key.endsWith("_bytes")
            ? f.bytes(value)
            : key.endsWith("_seconds")
              ? f.duration((value ?? 0) * 1000)
              : key.endsWith("_ms")
                ? f.duration(value)
                : f.metric(value);
          return [
            metricName(key),
            <span key={key} className="num">
              {sd === undefined ? shown : `${shown} ± ${f.metric(sd)}`}
            </span>,
          ] as const;
        })}
      />
    </Card>
  );
}
