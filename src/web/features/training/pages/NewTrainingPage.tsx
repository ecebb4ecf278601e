import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { getVersion, listDatasets } from "../../../../capabilities/datasets/contract.ts";
import { recommendTraining, Task } from "../../../../capabilities/training/contract.ts";
import { Button, Select } from "antd";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Field } from "../../../ui/Field.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Async, Empty } from "../../../ui/states.tsx";
import { TrainForm } from "../components/TrainForm.tsx";
import "../components/training.css";

/** The training form: filled from the data, every choice with its reason. */
export default function NewTrainingPage() {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const dataset = useUrlValue("dataset");
  const v = useUrlValue("v");
  const target = useUrlValue("target");
  const task = useUrlValue("task");
  const datasets = useQuery(queryFor(listDatasets, { ...(place.projectId === null ? {} : { projectId: place.projectId }), sort: "updatedAt", limit: 200 }));
  const items = datasets.data?.items ?? [];
  const chosen = items.find((d) => d.id === dataset.value) ?? (dataset.value === "" ? items[0] : undefined);
  const datasetId = chosen?.id ?? dataset.value;
  const version = /^\d+$/.test(v.value) ? { version: Number(v.value) } : {};
  const shape = useQuery({ ...queryFor(getVersion, { datasetId, ...version }), enabled: datasetId !== "" });
  const asked = Task.options.find((each) => each === task.value);
  const recommendation = useQuery({
    ...queryFor(recommendTraining, {
      datasetId,
      ...version,
      ...(target.value === "" ? {} : { target: target.value }),
      ...(asked === undefined || target.value === "" ? {} : { task: asked }),
    }),
    enabled: datasetId !== "",
    placeholderData: (before) => (before?.datasetId === datasetId ? before : undefined),
    staleTime: 60_000,
  });
  return (
    <Page
      title={t("Train a model")}
      meta={<span>{t("Every field has a default from the data. You can press Train now.")}</span>}
      crumbs={[{ label: t("Training"), to: place.at("training") }]}
    >
      <Async query={datasets} what={t("The datasets could not load.")} shape="block">
        {() =>
          datasetId === "" ? (
            <div className="card">
              <Empty
                say={t("Training needs a dataset, and there is none yet.")}
                action={
                  <Button type="primary" onClick={() => void navigate(place.at("datasets/new"))}>
                    {t("Upload a dataset")}
                  </Button>
                }
              />
            </div>
          ) : (
            <Async query={shape} what={t("The dataset could not load.")} shape="block">
              {(table) => (
                <TrainForm
                  key={`${datasetId}/${table.version}`}
                  table={table}
                  projectId={chosen?.projectId ?? place.projectId ?? ""}
                  recommendation={recommendation}
                  target={target}
                  task={task}
                  datasetField={
                    <Field
                      label={t("Dataset")}
                      unit={t("version {n}", { n: table.version })}
                      help={chosen && chosen.qualityScore !== null ? t("Quality {n} of 100", { n: Math.round(chosen.qualityScore) }) : undefined}
                    >
                      {(control) => (
                        <Select
                          {...control}
                          showSearch
                          optionFilterProp="label"
                          value={datasetId}
                          onChange={(id: string) => void navigate(`?dataset=${id}`)}
                          options={items.map((d) => ({ value: d.id, label: d.name }))}
                        />
                      )}
                    </Field>
                  }
                />
              )}
            </Async>
          )
        }
      </Async>
    </Page>
  );
}
