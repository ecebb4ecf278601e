import { useQuery } from "@tanstack/react-query";
import { AutoComplete, Button, Input, Select } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { listModels } from "../../../../capabilities/registry/contract/models.ts";
import { registerModel } from "../../../../capabilities/registry/contract/versions.ts";
import { getRun, listRuns, type Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../lib/format.ts";
import { Say, useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor, useAct } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { useDebounced } from "../../../lib/useDebounced.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { useForm } from "../../../ui/useForm.ts";
import { FormProblem } from "../../../ui/FormProblem.tsx";
import { metricName } from "../components/metrics.ts";

/** Makes a run's model a numbered version under a name. */
export default function RegisterPage() {
  const t = useT();
  const runId = useUrlValue("run");
  const run = useQuery({ ...queryFor(getRun, { runId: runId.value }), enabled: runId.value !== "" });
  return (
    <Page title={t("Register a model")} meta={<span>{t("A new name makes a model; a known name gets a new version.")}</span>}>
      <div className="columns">
        <div>
          <div className="card pad col g12">
            <RunPicker value={runId.value} run={run.data} onChange={runId.choose} />
          </div>
          {run.data ? <RegisterForm key={run.data.id} run={run.data} /> : null}
          {run.error ? <ErrorState error={run.error} what={t("The run could not load.")} onRetry={() => void run.refetch()} /> : null}
        </div>
        <div>{run.data ? <Summary run={run.data} /> : null}</div>
      </div>
    </Page>
  );
}

function RunPicker({ value, run, onChange }: { value: string; run: Run | undefined; onChange(id: string): void }) {
  const t = useT();
  const place = usePlace();
  const [q, setQ] = useState("");
  const typed = useDebounced(q, 200);
  const runs = useQuery(
    queryFor(listRuns, {
      status: ["finished"],
      limit: 30,
      ...(place.projectId === null ? {} : { projectId: place.projectId }),
      ...(typed === "" ? {} : { q: typed }),
    }),
  );
  const items = runs.data?.items ?? [];
  const all = run && !items.some((r) => r.id === run.id) ? [run, ...items] : items;
  return (
    <Field label={t("Run")} help={t("A finished run with model files. Training writes them; a script can log them below model/.")}>
      {(field) => (
        <Select
          {...field}
          showSearch={{ filterOption: false, onSearch: setQ }}
          value={value === "" ? null : value}
          placeholder={t("Choose a finished run")}
          loading={runs.isFetching}
          options={all.map((r) => ({ value: r.id, label: `${r.name} · ${r.id.slice(-8)}` }))}
          onChange={onChange}
          notFoundContent={t("No finished run here. Train a model first.")}
        />
      )}
    </Field>
  );
}

function RegisterForm({ run }: { run: Run }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const known = useQuery(queryFor(listModels, { projectId: run.projectId, limit: 100, sort: "name", order: "asc" }));
  const register = useAct(registerModel, {
    onDone: (v) => void navigate(place.at(`models/${v.modelId}/${v.version}`, v.projectId)),
    onProblem: (error) => form.refuse(error),
  });
  const form = useForm(
    registerModel.input,
    { name: "", description: "" },
    (values) =>
      register.mutate({
        projectId: run.projectId,
        runId: run.id,
        name: values.name,
        ...(values.description === "" ? {} : { description: values.description }),
      }),
    { projectId: run.projectId, runId: run.id },
  );
  const existing = known.data?.items.find((m) => m.name === form.values.name.trim());
  return (
    <form className="card pad col g12" onSubmit={form.onSubmit} noValidate>
      <Field
        label={t("Name of the model")}
        error={form.errorOf("name")}
        help={
          existing
            ? t("{name} exists; this becomes version {version}.", { name: existing.name, version: (existing.latestVersion ?? 0) + 1 })
            : t("Short and lasting, like churn-risk. Deployments and addresses carry it.")
        }
      >
        {(field) => (
          <AutoComplete
            {...field}
            value={form.values.name}
            options={(known.data?.items ?? []).map((m) => ({ value: m.name }))}
            showSearch={{ filterOption: (text, option) => (option?.value ?? "").includes(text) }}
            onChange={(name: string) => form.set("name", name)}
            onBlur={() => form.blur("name")}
          />
        )}
      </Field>
      <Field label={t("What is new in it")} optional error={form.errorOf("description")}>
        {(field) => <Input.TextArea {...field} rows={3} value={form.values.description} onChange={(event) => form.set("description", event.target.value)} />}
      </Field>
      <FormProblem problem={form.problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={register.isPending}>
          {existing ? t("Register version {version}", { version: (existing.latestVersion ?? 0) + 1 }) : t("Register the model")}
        </Button>
      </div>
    </form>
  );
}

function Summary({ run }: { run: Run }) {
  const t = useT();
  const f = useFormat();
  const metrics = Object.entries(run.metrics).filter(([key]) => !key.endsWith("_sd"));
  return (
    <Card title={t("The run")} pad>
      <div className="col g12">
        <p>
          <Say
            m="<a>{name}</a>, {status}."
            v={{ name: run.name, status: run.status }}
            tags={{
              a: (p) => (
                <ObjectRef type="run" id={run.id} projectId={run.projectId}>
                  {p}
                </ObjectRef>
              ),
            }}
          />
        </p>
        <Facts facts={metrics.slice(0, 12).map(([key, summary]) => [metricName(key), f.metric(summary.last)] as const)} />
      </div>
    </Card>
  );
}
