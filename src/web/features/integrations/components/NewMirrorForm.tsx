import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { createMirror, type Mirror, type MirrorKind } from "../../../../capabilities/integrations/contract/mirrors.ts";
import { listProjects } from "../../../../capabilities/projects/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor, useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Field } from "../../../ui/Field.tsx";
import { FormProblem } from "../../../ui/FormProblem.tsx";
import { Async } from "../../../ui/states.tsx";
import { useForm } from "../../../ui/useForm.ts";

interface Values extends Record<string, unknown> {
  projectId: string;
  kind: MirrorKind;
  name: string;
  url: string;
  username: string;
  entity: string;
  outsideProject: string;
  token: string;
  artifacts: boolean;
  history: boolean;
}

/** Asks for everything a mirror needs; the token is sealed and never shown again. */
export function NewMirrorForm({ onDone, onCancel }: { onDone(mirror: Mirror): void; onCancel(): void }) {
  const t = useT();
  const projects = useQuery(queryFor(listProjects, { limit: 200 }));
  return (
    <Card title={t("New mirror")} pad>
      <Async query={projects} what={t("The projects could not load.")} rows={3}>
        {({ items }) => <Fields projects={items} onDone={onDone} onCancel={onCancel} />}
      </Async>
    </Card>
  );
}

function Fields({ projects, onDone, onCancel }: { projects: readonly { id: string; name: string }[]; onDone(mirror: Mirror): void; onCancel(): void }) {
  const t = useT();
  const create = useAct(createMirror, { onDone, onProblem: (error) => form.refuse(error) });
  const initial: Values = {
    projectId: projects[0]?.id ?? "",
    kind: "mlflow",
    name: "",
    url: "",
    username: "",
    entity: "",
    outsideProject: "",
    token: "",
    artifacts: true,
    history: false,
  };
  const form = useForm<Values>(createMirror.input, initial, ({ username, entity, outsideProject, token, ...rest }) =>
    create.mutate({
      ...rest,
      ...(username === "" || rest.kind !== "mlflow" ? {} : { username }),
      ...(entity === "" || rest.kind !== "wandb" ? {} : { entity }),
      ...(outsideProject === "" || rest.kind !== "wandb" ? {} : { outsideProject }),
      ...(token === "" ? {} : { token }),
    }),
  );
  const wandb = form.values.kind === "wandb";
  const text = (key: "name" | "url" | "username" | "entity" | "outsideProject", label: string, help: string, optional = false) => (
    <Field label={label} help={help} optional={optional} error={form.errorOf(key)}>
      {(field) => <Input {...field} value={form.values[key]} onChange={(event) => form.set(key, event.target.value)} onBlur={() => form.blur(key)} />}
    </Field>
  );
  return (
    <form className="col g12" onSubmit={form.onSubmit} noValidate autoComplete="off">
      <div className="grid c3">
        <Field label={t("Project")} help={t("Its runs are copied from now on.")} error={form.errorOf("projectId")}>
          {(field) => (
            <Select
              {...field}
              showSearch={{ optionFilterProp: "label" }}
              value={form.values.projectId}
              onChange={(value) => form.set("projectId", value)}
              options={projects.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Field>
        <Field label={t("Copy to")} error={form.errorOf("kind")}>
          {(field) => (
            <Select
              {...field}
              value={form.values.kind}
              onChange={(value) => form.set("kind", value)}
              options={[
                { value: "mlflow", label: t("MLflow tracking server") },
                { value: "wandb", label: t("Weights & Biases") },
              ]}
            />
          )}
        </Field>
        {text("name", t("Name"), t("How the team calls it."))}
        {text(
          "url",
          wandb ? t("Base address") : t("Tracking URI"),
          wandb ? t("https://api.wandb.ai for its cloud.") : t("The address of the server, with https."),
        )}
        {wandb
          ? text("entity", t("Entity"), t("User or team; the key's own when empty."), true)
          : text("username", t("User name"), t("Only for Basic auth."), true)}
        {wandb ? text("outsideProject", t("Project there"), t("The name of the project here when empty."), true) : null}
        <Field
          label={wandb ? t("API key") : t("Token or password")}
          optional={!wandb}
          help={t("Sealed at once. Nobody can read it back.")}
          error={form.errorOf("token")}
        >
          {(field) => (
            <Input.Password
              {...field}
              autoComplete="new-password"
              value={form.values.token}
              onChange={(event) => form.set("token", event.target.value)}
              onBlur={() => form.blur("token")}
            />
          )}
        </Field>
      </div>
      <div className="row wrap">
        <Checkbox checked={form.values.artifacts} onChange={(event) => form.set("artifacts", event.target.checked)}>
          {t("Copy artifacts too")}
        </Checkbox>
        <Checkbox checked={form.values.history} onChange={(event) => form.set("history", event.target.checked)}>
          {t("Copy the runs that exist already")}
        </Checkbox>
      </div>
      <FormProblem problem={form.problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t("Start the mirror")}
        </Button>
        <Button onClick={onCancel}>{t("Cancel")}</Button>
      </div>
    </form>
  );
}
