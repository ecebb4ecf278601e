import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { Hand, Rocket, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { listModels } from "../../../../capabilities/registry/contract/models.ts";
import type { Model, VersionSummary } from "../../../../capabilities/registry/contract/shapes.ts";
import { listVersions } from "../../../../capabilities/registry/contract/versions.ts";
import { createDeployment } from "../../../../capabilities/serving/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor, useAct } from "../../../lib/query.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Async, Empty } from "../../../ui/states.tsx";
import { useForm } from "../../../ui/useForm.ts";
import { Choice } from "../components/Choice.tsx";
import { FormProblem } from "../../../ui/FormProblem.tsx";
import { environmentWords, logWords, stageWords, unknownWords } from "../components/words.ts";
import "../components/serving.css";

/** Puts a model version behind an address. */
export default function NewDeploymentPage() {
  const t = useT();
  const place = usePlace();
  const models = useQuery(queryFor(listModels, { limit: 200, ...(place.projectId === null ? {} : { projectId: place.projectId }) }));
  return (
    <Page title={t("Deploy a model")} meta={<span>{t("Staging serves the version you choose. Production follows the model's production stage.")}</span>}>
      <Async query={models} what={t("The models could not load.")} shape="block">
        {({ items }) =>
          items.length === 0 ? <Empty say={t("No model to deploy yet. Train one and register its best run.")} /> : <DeployForm models={items} />
        }
      </Async>
    </Page>
  );
}

function DeployForm({ models }: { models: readonly Model[] }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [asked, setAsked] = useState<string | null>(null);
  const asks = Number(params.get("version"));
  const create = useAct(createDeployment, {
    also: ["models", "monitoring", "approvals"],
    onDone: ({ deployment }) => void navigate(place.at(`deployments/${deployment.id}`, deployment.projectId)),
    onApproval: setAsked,
    onProblem: (error) => form.refuse(error),
  });
  const first = models.find((m) => m.id === params.get("model")) ?? models[0];
  const form = useForm(
    createDeployment.input,
    {
      modelId: first?.id ?? "",
      version: asks > 0 ? asks : (undefined as number | undefined),
      environment: "staging" as "staging" | "production",
      log: "durable" as "durable" | "relaxed",
      unknownCategories: "accept" as "accept" | "refuse",
      name: "",
    },
    (values) =>
      create.mutate({
        projectId: models.find((m) => m.id === values.modelId)?.projectId ?? "",
        modelId: values.modelId,
        environment: values.environment,
        log: values.log,
        unknownCategories: values.unknownCategories,
        ...(values.name.trim() === "" ? {} : { name: values.name.trim() }),
        ...(values.environment === "production" || values.version === undefined ? {} : { version: values.version }),
      }),
    { projectId: first?.projectId, name: undefined },
  );
  const model = models.find((m) => m.id === form.values.modelId);
  const versions = useQuery({ ...queryFor(listVersions, { modelId: form.values.modelId, limit: 200 }), enabled: form.values.modelId !== "" });
  const version = chosenVersion(model, versions.data?.items ?? [], form.values.environment, form.values.version);
  return (
    <form className="card pad col g16" style={{ maxWidth: 720 }} onSubmit={form.onSubmit} noValidate>
      <div className="grid c2">
        <Field label={t("Model")} error={form.errorOf("modelId")}>
          {(field) => (
            <Select
              {...field}
              showSearch={{ optionFilterProp: "label" }}
              value={form.values.modelId}
              options={models.map((m) => ({ value: m.id, label: m.name }))}
              onChange={(id) => {
                form.set("modelId", id);
                form.set("version", undefined);
              }}
            />
          )}
        </Field>
        <Field
          label={t("Version")}
          help={form.values.environment === "production" ? t("Always the production version.") : t("Default: the staging version, else the newest.")}
        >
          {(field) => (
            <Select
              {...field}
              disabled={form.values.environment === "production"}
              value={version?.version ?? null}
              loading={versions.isFetching}
              placeholder={form.values.environment === "production" ? t("nothing in production") : t("no version")}
              options={(versions.data?.items ?? []).map((v) => ({ value: v.version, label: versionLabel(v, t) }))}
              onChange={(n) => form.set("version", n)}
            />
          )}
        </Field>
      </div>
      <Choice
        label={t("Environment")}
        value={form.values.environment}
        onChange={(value) => form.set("environment", value)}
        options={[
          { value: "staging", title: t(environmentWords.staging), remark: t("For trying out. You choose the version and change it at any time.") },
          {
            value: "production",
            title: t(environmentWords.production),
            remark: t("Follows the production stage: a promotion switches it within seconds, a roll back too."),
          },
        ]}
      />
      <ServeNote version={version} model={model} environment={form.values.environment} />
      <Choice
        label={t("Prediction log")}
        value={form.values.log}
        onChange={(value) => form.set("log", value)}
        options={(["durable", "relaxed"] as const).map((value) => ({ value, title: t(logWords[value][0]), remark: t(logWords[value][1]) }))}
      />
      <Choice
        label={t("Categories never seen in training")}
        value={form.values.unknownCategories}
        onChange={(value) => form.set("unknownCategories", value)}
        options={(["accept", "refuse"] as const).map((value) => ({ value, title: t(unknownWords[value][0]), remark: t(unknownWords[value][1]) }))}
      />
      <Field label={t("Name")} optional error={form.errorOf("name")} help={t("It stands in the address. Letters, digits, dot, dash and underscore.")}>
        {(field) => (
          <Input
            {...field}
            className="mono"
            value={form.values.name}
            placeholder={model ? `${model.name}-${form.values.environment}` : ""}
            onChange={(event) => form.set("name", event.target.value)}
          />
        )}
      </Field>
      <FormProblem problem={form.problem} />
      {asked === null ? null : (
        <div className="note pri" role="status">
          <Hand size={16} aria-hidden />
          <span>
            {t("You asked for this, so someone else must decide.")}{" "}
            <ObjectRef type="approval" id={asked} projectId={null}>
              {t("Open the request")}
            </ObjectRef>
          </span>
        </div>
      )}
      <div className="row">
        <Button type="primary" htmlType="submit" icon={<Rocket />} loading={create.isPending} disabled={asked !== null}>
          {t("Deploy to {environment}", { environment: t(environmentWords[form.values.environment]).toLocaleLowerCase() })}
        </Button>
      </div>
    </form>
  );
}

function versionLabel(v: VersionSummary, t: ReturnType<typeof useT>): string {
  const parts = [
    t("v{version}", { version: v.version }),
    v.stage === "none" ? "" : t(stageWords[v.stage]),
    v.format === "onnx" ? "ONNX" : v.format === "native" ? t("native") : t("registered from outside"),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function chosenVersion(
  model: Model | undefined,
  versions: readonly VersionSummary[],
  environment: string,
  chosen: number | undefined,
): VersionSummary | undefined {
  if (!model) return undefined;
  const number = environment === "production" ? model.productionVersion : (chosen ?? model.stagingVersion ?? model.latestVersion);
  return versions.find((v) => v.version === number);
}

/** Says before the press what the press would be refused for. */
function ServeNote({ version, model, environment }: { version: VersionSummary | undefined; model: Model | undefined; environment: string }) {
  const t = useT();
  if (environment === "production" && model && model.productionVersion === null)
    return (
      <Note>
        <b>{t("{name} has nothing in production.", { name: model.name })}</b> {t("Promote a version first; this deployment then serves it.")}{" "}
        <ObjectRef type="model" id={model.id} projectId={model.projectId}>
          {t("Open the model")}
        </ObjectRef>
      </Note>
    );
  if (!version || version.format === "onnx") return null;
  if (version.format === "native")
    return (
      <Note>
        <b>{t("v{version} is native and cannot be deployed yet.", { version: version.version })}</b> {version.formatReason ?? version.gate?.reason}
      </Note>
    );
  return (
    <Note>
      <b>{t("v{version} was registered from outside and cannot be deployed yet.", { version: version.version })}</b>{" "}
      {t("Only graphs that the trainer exported and checked are served.")}
    </Note>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <div className="note warn" role="status">
      <TriangleAlert size={16} aria-hidden />
      <span>{children}</span>
    </div>
  );
}
