import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { RotateCcw, TriangleAlert } from "lucide-react";
import { useNavigate } from "react-router";
import { repeatTraining } from "../../../../capabilities/training/contract.ts";
import { listArtifacts } from "../../../../capabilities/tracking/contract/artifacts.ts";
import { runInputs } from "../../../../capabilities/tracking/contract/inputs.ts";
import type { RunLinks } from "../../../../capabilities/tracking/contract/links.ts";
import { searchLoggedModels } from "../../../../capabilities/tracking/contract/models.ts";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useMayBuild } from "../../../lib/may.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { CopyText } from "../../../ui/Copy.tsx";
import { Snippet } from "../../../ui/Snippet.tsx";
import { Async, Empty } from "../../../ui/states.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { originOf, scriptOf, type Origin } from "../components/reproduce.ts";
import { RunFrame } from "../components/RunFrame.tsx";

/** Code, environment, data and command of a run, and how to run it again. */
export default function ReproducePage() {
  return <RunFrame>{(run) => <Reproduce run={run} />}</RunFrame>;
}

function Reproduce({ run }: { run: Run }) {
  const t = useT();
  const artifacts = useQuery(queryFor(listArtifacts, { runId: run.id, limit: 1000 }));
  const models = useQuery(queryFor(searchLoggedModels, { experimentIds: [run.experimentId], sourceRunId: run.id, limit: 1 }));
  return (
    <Async query={artifacts} what={t("What the run kept could not load.")} shape="block">
      {(files) => {
        const origin = originOf(
          run,
          files.items.map((file) => file.path),
          models.data?.items[0]?.id ?? null,
        );
        return (
          <div className="columns">
            <div>
              <Again run={run} origin={origin} />
              <Missing run={run} origin={origin} />
            </div>
            <div>
              <Code origin={origin} />
              <Data run={run} />
            </div>
          </div>
        );
      }}
    </Async>
  );
}

function Again({ run, origin }: { run: Run; origin: Origin }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const may = useMayBuild(run.projectId);
  const repeat = useDo(repeatTraining, {
    also: ["jobs", "runs"],
    onDone: ({ trainingId }) => void navigate(place.at(`training/${trainingId}`, run.projectId)),
  });
  const script = scriptOf(run.id, origin);
  if (origin.trainingId !== null)
    return (
      <Card title={t("Run again")} pad>
        <p className="t2">
          {t("The same data version, columns, folds, settings and seed are trained again as a new training. It keeps running if you leave.")}
        </p>
        {may ? (
          <p>
            <Button
              type="primary"
              icon={<RotateCcw />}
              loading={repeat.isPending}
              onClick={() => repeat.mutate({ trainingId: origin.trainingId ?? "", ...(run.kind === "candidate" ? { runId: run.id } : {}) })}
            >
              {run.kind === "candidate" ? t("Train this candidate again") : t("Train again")}
            </Button>
          </p>
        ) : null}
      </Card>
    );
  return (
    <Card title={t("Run again")} remark={t("from what the client recorded")} pad>
      {script === "" ? (
        <Empty
          say={t("The client recorded neither commit nor packages nor command. Log from a Git checkout, or use the Python client, which keeps all three.")}
          snippet={"import luminaops\nwith luminaops.start_run() as run:\n    run.log_metric('auc', 0.9)"}
        />
      ) : (
        <Snippet code={script} />
      )}
    </Card>
  );
}

/** What stands between this page and the same numbers, in words. */
function Missing({ run, origin }: { run: Run; origin: Origin }) {
  const t = useT();
  if (origin.trainingId !== null) return null;
  const gaps = [
    ...(origin.commit === null ? [t("No commit: the code is not known.")] : []),
    ...(origin.dirty ? [t("The checkout had changes that were not committed.")] : []),
    ...(origin.command === null ? [t("No command: how it was started is not known.")] : []),
    ...(origin.packages === null ? [t("No list of packages among the artifacts.")] : []),
    ...(Object.keys(run.params).some((key) => /(^|[._])(seed|random_state)$/i.test(key)) ? [] : [t("No parameter named seed or random_state.")]),
  ];
  if (gaps.length === 0) return null;
  return (
    <Card title={t("What is missing for the same numbers")} pad>
      <ul className="col">
        {gaps.map((gap) => (
          <li key={gap} className="row">
            <TriangleAlert size={14} color="var(--warn)" aria-hidden />
            <span>{gap}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Code({ origin }: { origin: Origin }) {
  const t = useT();
  const known = (value: string | null) => (value === null ? "—" : <CopyText text={value} shown={value.length > 44 ? `${value.slice(0, 42)}…` : value} />);
  return (
    <Card title={t("Code and environment")} pad>
      <Facts
        facts={[
          [t("Commit"), known(origin.commit)],
          [t("Branch"), known(origin.branch)],
          [t("Repository"), known(origin.repository)],
          [t("Program"), known(origin.program)],
          [t("Python"), known(origin.python)],
          [t("Packages"), known(origin.packages)],
        ]}
      />
    </Card>
  );
}

function Data({ run }: { run: Run }) {
  const t = useT();
  const links = useQuery(queryFor(runInputs, { runId: run.id }));
  return (
    <Card title={t("Data")}>
      <Async query={links} what={t("The inputs could not load.")} rows={3}>
        {(found) => <DataFacts run={run} links={found} />}
      </Async>
    </Card>
  );
}

function DataFacts({ run, links }: { run: Run; links: RunLinks }) {
  const t = useT();
  const f = useFormat();
  const rows = links.inputs.datasets;
  if (rows.length === 0 && run.datasetId === null) return <p className="pad t2">{t("The run recorded no dataset.")}</p>;
  return (
    <div className="pad">
      <Facts
        facts={[
          ...(run.datasetId === null
            ? []
            : ([
                [
                  t("Dataset"),
                  <ObjectRef key="d" type="dataset" id={run.datasetId} projectId={run.projectId}>
                    {t("version {n}", { n: f.count(run.datasetVersion ?? 1) })}
                  </ObjectRef>,
                ],
              ] as const)),
          ...rows.map((d) => [d.tags["mlflow.data.context"] ?? d.name, <CopyText key={d.digest} text={d.digest} shown={`${d.name} ${d.digest}`} />] as const),
        ]}
      />
    </div>
  );
}
