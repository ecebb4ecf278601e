import { useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useNavigate } from "react-router";
import { createWorkspace } from "../../../../capabilities/identity/contract/workspaces.ts";
import { useT } from "../../../lib/i18n.ts";
import { useAct } from "../../../lib/query.ts";
import { Field } from "../../../ui/Field.tsx";
import { usePageInfo } from "../../../ui/pageInfo.ts";
import { useForm } from "../../../ui/useForm.ts";
import { Refused } from "../components/CredentialForm.tsx";

const none: never[] = [];

/** A person who is in no workspace makes one. */
export default function NewWorkspace() {
  const t = useT();
  const navigate = useNavigate();
  const client = useQueryClient();
  usePageInfo(t("New workspace"), none);
  const create = useAct(createWorkspace, {
    onDone: (workspace) => {
      client.clear();
      void navigate(`/w/${workspace.id}`, { replace: true });
    },
    onProblem: (error) => form.refuse(error),
  });
  const form = useForm(createWorkspace.input, { name: "" }, (values) => create.mutate(values));
  return (
    <div className="card entry">
      <h1>{t("New workspace")}</h1>
      <p className="sm t2">{t("A workspace holds projects, data and models. Nothing of it is visible in another.")}</p>
      <form onSubmit={form.onSubmit} noValidate>
        <Field label={t("Name")} error={form.errorOf("name")}>
          {(field) => (
            <Input
              {...field}
              size="large"
              autoFocus
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
              onBlur={() => form.blur("name")}
            />
          )}
        </Field>
        {form.problem === null ? null : <Refused detail={form.problem.detail} fix={form.problem.fix} />}
        <Button type="primary" size="large" block htmlType="submit" loading={create.isPending}>
          {t("Create workspace")}
        </Button>
      </form>
    </div>
  );
}
