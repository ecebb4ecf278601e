import { useQuery } from "@tanstack/react-query";
import type { Approval } from "../../../../capabilities/governance/contract.ts";
import { getModel } from "../../../../capabilities/registry/contract/models.ts";
import type { ModelVersion } from "../../../../capabilities/registry/contract/shapes.ts";
import { getVersion } from "../../../../capabilities/registry/contract/versions.ts";
import { none, useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Diff, diffLines } from "../../../ui/Diff.tsx";
import { Async } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import { Scroll } from "./Scroll.tsx";

const lower = /loss|error|rmse|mae|mape|latency|seconds|bytes|_ms/;

/** What a promotion changes, and the figures of both versions side by side. */
export function PromotionEvidence({ request }: { request: Approval }) {
  const t = useT();
  const input = request.input as { modelId?: string; version?: number; stage?: string };
  const modelId = input.modelId ?? "";
  const version = input.version ?? 1;
  const model = useQuery(queryFor(getModel, { modelId }));
  const asked = useQuery(queryFor(getVersion, { modelId, version }));
  const now = model.data?.productionVersion ?? null;
  const replaces = now !== null && now !== version;
  const holding = useQuery({ ...queryFor(getVersion, { modelId, version: now ?? 1 }), enabled: replaces });
  // A query that is off still shows what another one cached under its key.
  const holds = replaces ? holding : { ...holding, data: undefined };
  const record = (v: ModelVersion | undefined, stage: string) =>
    v
      ? {
          version: `v${v.version}`,
          stage,
          algorithm: v.algorithm ?? none,
          data: v.datasetVersion === null ? none : `version ${v.datasetVersion}`,
          format: v.format,
        }
      : {};
  return (
    <Async query={asked} what={t("The version could not load.")} shape="block">
      {(v) => (
        <>
          {request.status === "pending" ? (
            <Card
              title={t("What changes")}
              remark={t("production, now and after")}
              actions={
                <ObjectRef type="modelVersion" id={`${modelId}/${version}`} projectId={v.projectId}>
                  {t("{name} v{version}", { name: v.name, version })}
                </ObjectRef>
              }
            >
              <Diff
                lines={diffLines(record(holds.data, "production"), record(v, input.stage ?? "production"))}
                beforeLabel={t("Now")}
                afterLabel={t("After")}
              />
            </Card>
          ) : null}
          <Evidence asked={v} holds={holds.data} />
        </>
      )}
    </Async>
  );
}

function Evidence({ asked, holds }: { asked: ModelVersion; holds: ModelVersion | undefined }) {
  const t = useT();
  const f = useFormat();
  const keys = Object.keys(asked.metrics).filter((key) => !key.endsWith("_sd") && !/seconds|bytes/.test(key));
  const worse = (key: string) => {
    const a = holds?.metrics[key];
    const b = asked.metrics[key];
    return a !== undefined && b !== undefined && (lower.test(key) ? b > a : b < a);
  };
  return (
    <Card title={t("Evidence")} remark={t("metrics as they were logged with the runs")}>
      <Scroll label={t("Evidence")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("Check")}</th>
              <th scope="col" className="right">
                {holds ? t("v{version}, now", { version: holds.version }) : t("Now")}
              </th>
              <th scope="col" className="right">
                {t("v{version}", { version: asked.version })}
              </th>
              <th scope="col">{t("Result")}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t("Served equals native")}</th>
              <td className="right num t2">{holds ? f.metric(holds.gate?.maxAbsDiff) : none}</td>
              <td className="right num">{f.metric(asked.gate?.maxAbsDiff)}</td>
              <td>{asked.gate ? <StatusIcon status={asked.gate.passed ? "pass" : "failed"} /> : <span className="t2">{t("not compared")}</span>}</td>
            </tr>
            {keys.map((key) => (
              <tr key={key}>
                <th scope="row" className="mono">
                  {key}
                </th>
                <td className="right num t2">{f.metric(holds?.metrics[key])}</td>
                <td className="right num">{f.metric(asked.metrics[key])}</td>
                <td>
                  {holds === undefined ? (
                    <span className="t2">{t("nothing to compare with")}</span>
                  ) : worse(key) ? (
                    <StatusIcon status="below" word={t("Worse")} />
                  ) : (
                    <StatusIcon status="pass" word={t("Not worse")} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}
