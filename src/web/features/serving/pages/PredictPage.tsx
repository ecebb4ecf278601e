import { useRef, useState } from "react";
import { predict } from "../../../../capabilities/serving/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { useAct } from "../../../lib/query.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Snippet } from "../../../ui/Snippet.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useFormat } from "../../../lib/format.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Answer, type PredictAnswer } from "../components/Answer.tsx";
import { DeploymentFrame, type Detail } from "../components/DeploymentFrame.tsx";
import { FormProblem } from "../../../ui/FormProblem.tsx";
import { JsonRows } from "../components/JsonRows.tsx";
import { PredictForm } from "../components/PredictForm.tsx";
import { curlOf, exampleOf, rowOf, v2Body, type Values } from "../components/predictValues.ts";
import { logWords, unknownWords } from "../components/words.ts";
import { problemOf, type Problem } from "../../../lib/problem.ts";
import "../components/serving.css";

/** Try the deployment: a form made from its signature, the answer, and the same call for a program. */
export default function PredictPage() {
  return <DeploymentFrame>{(deployment) => <TryIt key={deployment.modelVersion} deployment={deployment} />}</DeploymentFrame>;
}

function TryIt({ deployment: d }: { deployment: Detail }) {
  const t = useT();
  const { inputs } = d.signature;
  const [values, setValues] = useState<Values>(() => Object.fromEntries(inputs.map((input) => [input.name, exampleOf(input)])));
  const [answer, setAnswer] = useState<{ answer: PredictAnswer; tookMs: number } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const mode = useUrlValue("as", "form");
  const startedAt = useRef(0);
  const act = useAct(predict, { also: ["monitoring"], onDone: (answer) => setAnswer({ answer, tookMs: performance.now() - startedAt.current }) });
  const send = (rows: Record<string, unknown>[]) => {
    startedAt.current = performance.now();
    setProblem(null);
    act.mutate({ deploymentId: d.id, rows }, { onError: (error) => setProblem(problemOf(error)) });
  };
  const row = rowOf(inputs, values);
  return (
    <div className="columns">
      <div>
        <Card
          title={t("Try it")}
          actions={
            <Segments<"form" | "json">
              label={t("How to write the row")}
              value={mode.value === "json" ? "json" : "form"}
              onChange={mode.choose}
              options={[
                { value: "form", label: t("Form") },
                { value: "json", label: t("JSON") },
              ]}
            />
          }
        >
          {mode.value === "json" ? (
            <JsonRows row={row} busy={act.isPending} onSubmit={send} />
          ) : (
            <PredictForm inputs={inputs} values={values} onChange={setValues} onSubmit={() => send([row])} busy={act.isPending} />
          )}
          {problem === null ? null : (
            <div className="pad">
              <FormProblem problem={problem} />
            </div>
          )}
          {answer === null ? null : <Answer answer={answer.answer} tookMs={answer.tookMs} target={d.signature.target} />}
        </Card>
        <FromAProgram deployment={d} row={row} />
      </div>
      <div>
        <About deployment={d} />
      </div>
    </div>
  );
}

function About({ deployment: d }: { deployment: Detail }) {
  const t = useT();
  const f = useFormat();
  return (
    <Card title={t("Serving")} pad>
      <Facts
        facts={[
          [
            t("Model"),
            <ObjectRef key="m" type="modelVersion" id={`${d.modelId}/${d.modelVersion}`} projectId={d.projectId}>
              {t("{name} v{version}", { name: d.modelName, version: d.modelVersion })}
            </ObjectRef>,
          ],
          [
            t("Predicts"),
            <span key="t" className="mono">
              {d.signature.target}
            </span>,
          ],
          [t("Drift is measured against"), t("{n} training rows", { n: f.count(d.referenceRows) })],
          [t("Prediction log"), t(logWords[d.log][0])],
          [t("Unseen categories"), t(unknownWords[d.unknownCategories][0])],
          [t("Deployed"), <Time key="c" at={d.createdAt} />],
          [t("Changed"), <Time key="u" at={d.updatedAt} />],
        ]}
      />
    </Card>
  );
}

function FromAProgram({ deployment: d, row }: { deployment: Detail; row: Record<string, unknown> }) {
  const t = useT();
  const [kind, setKind] = useState<"v2" | "invocations" | "native">("v2");
  const here = window.location.origin;
  const code =
    kind === "v2"
      ? curlOf(here + d.addresses.v2, v2Body(d.signature.inputs, row))
      : kind === "invocations"
        ? curlOf(here + d.addresses.invocations, { dataframe_records: [row] })
        : curlOf(here + d.addresses.predict, { rows: [row] });
  return (
    <Card
      title={t("From a program")}
      actions={
        <Segments<"v2" | "invocations" | "native">
          label={t("Protocol")}
          value={kind}
          onChange={setKind}
          options={[
            { value: "v2", label: "V2" },
            { value: "invocations", label: "MLflow" },
            { value: "native", label: "REST" },
          ]}
        />
      }
      pad
    >
      <div className="col">
        <Snippet code={code} />
        <p className="sm t2">{t("The row of the form. Make a key under Settings, Keys.")}</p>
      </div>
    </Card>
  );
}
