import { useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { updateWorkspace } from "../../../../capabilities/identity/contract/workspaces.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { invalidateNoun, useAct } from "../../../lib/query.ts";
import { useSession } from "../../../lib/session.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { CopyId } from "../../../ui/Copy.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useForm } from "../../../ui/useForm.ts";
import { Refused } from "../components/CredentialForm.tsx";
import { useRoleName } from "../components/roles.ts";

/** Name and facts of the workspace. */
export default function WorkspacePage() {
  const t = useT();
  const f = useFormat();
  const roleName = useRoleName();
  const { workspace, role } = useSession();
  if (!workspace) return null;
  return (
    <Page title={t("General")} meta={<span>{workspace.name}</span>}>
      <div className="grid c2">
        <Card title={t("Workspace")} pad>
          <Facts
            facts={[
              [t("Id"), <CopyId key="id" id={workspace.id} />],
              [t("Members"), f.count(workspace.memberCount)],
              [t("Your role"), role === null ? f.count(null) : roleName(role)],
              [t("Made"), <Time key="made" at={workspace.createdAt} />],
            ]}
          />
        </Card>
        {role === "admin" ? <RenameForm key={workspace.id} id={workspace.id} name={workspace.name} /> : null}
      </div>
    </Page>
  );
}

function RenameForm({ id, name }: { id: string; name: string }) {
  const t = useT();
  const client = useQueryClient();
  const save = useAct(updateWorkspace, {
    onDone: (saved) => {
      void invalidateNoun(client, "workspaces");
      toast({ tone: "done", text: t("Renamed to {name}", { name: saved.name }), undo: () => save.mutateAsync({ workspaceId: id, name }) });
    },
    onProblem: (error) => form.refuse(error),
  });
  const form = useForm(updateWorkspace.input, { name }, (values) => save.mutate({ workspaceId: id, name: values.name }), { workspaceId: id });
  return (
    <Card title={t("Name")} pad>
      <form className="col g12" onSubmit={form.onSubmit} noValidate>
        <Field label={t("Name")} error={form.errorOf("name")}>
          {(field) => <Input {...field} value={form.values.name} onChange={(event) => form.set("name", event.target.value)} onBlur={() => form.blur("name")} />}
        </Field>
        {form.problem === null ? null : <Refused detail={form.problem.detail} fix={form.problem.fix} />}
        <div className="row">
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={form.values.name === name}>
            {t("Save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
