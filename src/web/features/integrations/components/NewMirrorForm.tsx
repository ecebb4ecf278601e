import { useQuery } from "@tanstack/react-query";
import { Checkbox, Select } from "antd";
import { createMirror, type Mirror, type MirrorKind } from "../../../../capabilities/integrations/contract/mirrors.ts";
import { listProjects } from "../../../../capabilities/projects/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { queryFor, useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Field } from "../../../ui/Field.tsx";
import { FieldsForm } from "../../../ui/FieldsForm.tsx";
import { Async } from "../../../ui/states.tsx";
import { TextField } from "../../../ui/TextField.tsx";
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
  return (
    <FieldsForm
      form={form}
      columns={3}
      act={t("Start the mirror")}
      busy={create.isPending}
      onCancel={onCancel}
      more={
        <div className="row wrap">
          <Checkbox checked={form.values.artifacts} onChange={(event) => form.set("artifacts", event.target.checked)}>
            {t("Copy artifacts too")}
          </Checkbox>
          <Checkbox checked={form.values.history} onChange={(event) => form.set("history", event.target.checked)}>
            {t("Copy the runs that exist already")}
          </Checkbox>
        </div>
      }
    >
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
      <TextField form={form} name="name" label={t("Name")} help={t("How the team calls it.")} />
      <TextField
        form={form}
        name="url"
        label={wandb ? t("Base address") : t("Tracking URI")}
        help={wandb ? t("https://api.wandb.ai for its cloud.") : t("The address of the server, with https.")}
      />
      {wandb ? (
        <>
          <TextField form={form} name="entity" label={t("Entity")} help={t("User or team; the key's own when empty.")} optional />
          <TextField form={form} name="outsideProject" label={t("Project there")} help={t("The name of the project here when empty.")} optional />
        </>
      ) : (
        <TextField form={form} name="username" label={t("User name")} help={t("Only for Basic auth.")} optional />
      )}
      <TextField
        form={form}
        name="token"
        label={wandb ? t("API key") : t("Token or password")}
        help={t("Sealed at once. Nobody can read it back.")}
        optional={!wandb}
        secret
      />
    </FieldsForm>
  );
}
