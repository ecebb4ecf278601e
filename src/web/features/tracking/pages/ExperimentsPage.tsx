import { Button, Input } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { createExperiment, listExperiments, type Experiment } from "../../../../capabilities/tracking/contract/experiments.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { useAct } from "../../../lib/query.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Empty } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Tabs } from "../../../ui/Tabs.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useForm } from "../../../ui/useForm.ts";

/** Experiments: groups of runs with a common aim. */
export default function ExperimentsPage() {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const [adding, setAdding] = useState(false);
  const list = useList(listExperiments, place.projectId === null ? {} : { projectId: place.projectId }, { key: "createdAt", order: "desc" });
  const columns: Column<Experiment>[] = [
    {
      key: "name",
      title: t("Experiment"),
      name: true,
      sort: "name",
      cell: (e) => <Link to={place.at(`experiments/${e.id}`, e.projectId)}>{e.name}</Link>,
      text: (e) => e.name,
    },
    { key: "description", title: t("Description"), cell: (e) => <span className="t2">{e.description}</span>, text: (e) => e.description, narrow: "meta" },
    { key: "runs", title: t("Runs"), align: "end", cell: (e) => f.count(e.runCount), text: (e) => e.runCount, narrow: "value" },
    { key: "createdAt", title: t("Made"), sort: "createdAt", align: "end", cell: (e) => <Time at={e.createdAt} />, text: (e) => e.createdAt, narrow: "value" },
  ];
  const add =
    place.projectId === null ? undefined : (
      <Button type="primary" icon={<Plus />} aria-expanded={adding} onClick={() => setAdding(!adding)}>
        {t("New experiment")}
      </Button>
    );
  return (
    <Page
      title={t("Experiments")}
      actions={add}
      tabs={
        <Tabs
          base={place.at("experiments")}
          tabs={[
            { key: "", label: t("Runs") },
            { key: "list", label: t("Experiments") },
          ]}
        />
      }
    >
      {adding && place.projectId !== null ? <NewExperiment projectId={place.projectId} /> : null}
      <div className="card fill-page" style={{ display: "flex" }}>
        <DataTable
          fill
          label={t("Experiments")}
          list={list}
          columns={columns}
          rowKey={(e) => e.id}
          filterLabel={t("Filter experiments")}
          empty={<Empty say={t("No experiment yet. One is made with the first run.")} snippet="./lumina experiments create baseline" />}
        />
      </div>
    </Page>
  );
}

interface Values extends Record<string, unknown> {
  name: string;
  description: string;
}

function NewExperiment({ projectId }: { projectId: string }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const create = useAct(createExperiment, {
    onDone: (made) => void navigate(place.at(`experiments/${made.id}`, projectId)),
    onProblem: (error) => form.refuse(error),
  });
  const form = useForm<Values>(createExperiment.input, { name: "", description: "" }, (values) => create.mutate({ projectId, ...values }), { projectId });
  return (
    <form className="card pad col g12" style={{ maxWidth: 560 }} onSubmit={form.onSubmit} noValidate>
      <Field label={t("Name")} error={form.errorOf("name")}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={250}
            value={form.values.name}
            onChange={(e) => form.set("name", e.target.value)}
            onBlur={() => form.blur("name")}
          />
        )}
      </Field>
      <Field label={t("Description")} optional error={form.errorOf("description")}>
        {(control) => <Input.TextArea {...control} rows={2} value={form.values.description} onChange={(e) => form.set("description", e.target.value)} />}
      </Field>
      {form.problem === null ? null : (
        <div className="note err" role="alert">
          <span>
            {form.problem.detail} <span className="t2">{form.problem.fix}</span>
          </span>
        </div>
      )}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t("Create")}
        </Button>
      </div>
    </form>
  );
}
