import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useParams } from "react-router";
import { listMembers } from "../../../../capabilities/identity/contract/members.ts";
import { listGrants, ProjectRole, removeGrant, setGrant, type Grant } from "../../../../capabilities/projects/contract.ts";
import { msg, useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { queryFor } from "../../../lib/query.ts";
import { initials } from "../../../lib/session.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Page } from "../../../ui/Page.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";

type GrantRole = (typeof ProjectRole.options)[number];
const words: Record<GrantRole, string> = { owner: msg("Owner"), editor: msg("Editor"), viewer: msg("Viewer") };

/** Who has more or less on this project than their workspace role gives. */
export default function AccessPage() {
  const t = useT();
  const { projectId = "" } = useParams();
  const list = useList(listGrants, { projectId }, { key: "name", order: "asc" });
  const set = useDo(setGrant);
  const remove = useDo(removeGrant);
  const options = ProjectRole.options.map((value) => ({ value, label: t(words[value]) }));
  const takeBack = (grant: Grant) =>
    remove.mutate(
      { projectId, memberId: grant.memberId },
      {
        onSuccess: () =>
          toast({
            tone: "done",
            text: t("{name} now has the workspace role here", { name: grant.memberName }),
            undo: () => set.mutateAsync({ projectId, memberId: grant.memberId, role: grant.role }),
          }),
      },
    );
  const columns: Column<Grant>[] = [
    {
      key: "name",
      title: t("Name"),
      name: true,
      sort: "name",
      cell: (g) => (
        <span className="row">
          <span className="avatar" aria-hidden>
            {initials(g.memberName)}
          </span>
          {g.memberName}
        </span>
      ),
      text: (g) => g.memberName,
    },
    {
      key: "role",
      title: t("Role on this project"),
      narrow: "value",
      text: (g) => g.role,
      cell: (g) => (
        <Select
          size="small"
          aria-label={t("Role of {name}", { name: g.memberName })}
          value={g.role}
          options={options}
          style={{ minWidth: 110 }}
          onChange={(role) => set.mutate({ projectId, memberId: g.memberId, role })}
        />
      ),
    },
    { key: "grantedAt", title: t("Since"), sort: "grantedAt", cell: (g) => <Time at={g.grantedAt} />, text: (g) => g.grantedAt, narrow: "meta" },
    {
      key: "act",
      title: "",
      align: "end",
      cell: (g) => (
        <Button size="small" onClick={() => takeBack(g)}>
          {t("Take back")}
        </Button>
      ),
    },
  ];
  return (
    <Page title={t("Access")} meta={<span>{t("A grant stands in place of the workspace role on this project, wider or narrower. Admins stay Admins.")}</span>}>
      <AddGrant
        projectId={projectId}
        options={options}
        taken={list.rows.map((g) => g.memberId)}
        onAdd={(memberId, role) => set.mutate({ projectId, memberId, role })}
        busy={set.isPending}
      />
      <div className="card">
        <DataTable
          label={t("Grants")}
          list={list}
          columns={columns}
          rowKey={(g) => g.memberId}
          empty={t("No grant. Everybody has the role they have in the workspace.")}
        />
      </div>
    </Page>
  );
}

function AddGrant({
  options,
  taken,
  onAdd,
  busy,
}: {
  projectId: string;
  options: { value: GrantRole; label: string }[];
  taken: readonly string[];
  onAdd(memberId: string, role: GrantRole): void;
  busy: boolean;
}) {
  const t = useT();
  const [member, setMember] = useState<string | null>(null);
  const [role, setRole] = useState<GrantRole>("editor");
  const members = useQuery(queryFor(listMembers, { limit: 200 }));
  const people = (members.data?.items ?? []).filter((m) => !taken.includes(m.id)).map((m) => ({ value: m.id, label: `${m.name} · ${m.email}` }));
  return (
    <div className="card pad row wrap" style={{ alignItems: "flex-end" }}>
      <div style={{ width: 320 }}>
        <Field label={t("Person")}>
          {(field) => (
            <Select
              {...field}
              showSearch={{ optionFilterProp: "label" }}
              value={member}
              placeholder={t("Choose a member")}
              options={people}
              onChange={setMember}
            />
          )}
        </Field>
      </div>
      <div style={{ width: 140 }}>
        <Field label={t("Role")}>{(field) => <Select {...field} value={role} options={options} onChange={setRole} />}</Field>
      </div>
      <Button
        icon={<UserPlus />}
        disabled={member === null}
        loading={busy}
        onClick={() => {
          if (member === null) return;
          onAdd(member, role);
          setMember(null);
        }}
      >
        {t("Grant")}
      </Button>
    </div>
  );
}
