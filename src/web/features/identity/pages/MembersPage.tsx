import { Button, Select } from "antd";
import { Trash2, UserPlus } from "lucide-react";
import { Link } from "react-router";
import { listMembers, removeMember, setMemberRole, type Member } from "../../../../capabilities/identity/contract/members.ts";
import type { Role } from "../../../../capabilities/identity/contract/shared.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { usePlace } from "../../../lib/place.ts";
import { initials, useSession } from "../../../lib/session.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { RoleMatrix } from "../components/RoleMatrix.tsx";
import { useRoleName, useRoleOptions } from "../components/roles.ts";

/** People of the workspace; nobody changes their own role. */
export default function MembersPage() {
  const t = useT();
  const place = usePlace();
  const { profile, role } = useSession();
  const roleName = useRoleName();
  const roleOptions = useRoleOptions();
  const list = useList(listMembers, {}, { key: "name", order: "asc" });
  const setRole = useDo(setMemberRole);
  const remove = useDo(removeMember, {
    onDone: ({ keysRevoked }) =>
      toast({ tone: "done", text: t("Member removed"), remark: t("{n, plural, one {# key revoked} other {# keys revoked}}", { n: keysRevoked }) }),
  });
  const admin = role === "admin";
  const change = (member: Member, next: Role) => {
    const before = member.role;
    setRole.mutate(
      { memberId: member.id, role: next },
      {
        onSuccess: () =>
          toast({
            tone: "done",
            text: t("{name} is now {role}", { name: member.name, role: roleName(next) }),
            undo: () => setRole.mutateAsync({ memberId: member.id, role: before }),
          }),
      },
    );
  };
  const ask = async (member: Member) => {
    const yes = await confirm({
      title: t("Remove {name}", { name: member.name }),
      effect: t("{name} loses access to this workspace at once, and their keys stop working here.", { name: member.name }),
      kept: t("What they made stays. The audit log keeps the name."),
      act: t("Remove {name}", { name: member.name }),
      danger: true,
      typeName: member.email,
    });
    if (yes) remove.mutate({ memberId: member.id });
  };
  const columns: Column<Member>[] = [
    {
      key: "name",
      title: t("Name"),
      name: true,
      sort: "name",
      cell: (m) => (
        <span className="row">
          <span className="avatar" aria-hidden>
            {initials(m.name)}
          </span>
          {m.name}
          {m.id === profile?.id ? <span className="chip">{t("you")}</span> : null}
        </span>
      ),
      text: (m) => m.name,
    },
    { key: "email", title: t("E-mail"), sort: "email", cell: (m) => <span className="t2">{m.email}</span>, text: (m) => m.email, narrow: "meta" },
    {
      key: "role",
      title: t("Role in workspace"),
      narrow: "value",
      text: (m) => m.role,
      cell: (m) =>
        admin ? (
          <Select
            size="small"
            aria-label={t("Role of {name}", { name: m.name })}
            value={m.role}
            options={roleOptions}
            disabled={m.id === profile?.id}
            onChange={(next) => change(m, next)}
            style={{ minWidth: 140 }}
          />
        ) : (
          roleName(m.role)
        ),
    },
    { key: "joinedAt", title: t("Joined"), sort: "joinedAt", cell: (m) => <Time at={m.joinedAt} />, text: (m) => m.joinedAt },
    ...(admin
      ? [
          {
            key: "act",
            title: "",
            align: "end" as const,
            cell: (m: Member) =>
              m.id === profile?.id ? null : (
                <button
                  type="button"
                  className="icon-button s"
                  aria-label={t("Remove {name}", { name: m.name })}
                  title={t("Remove {name}", { name: m.name })}
                  onClick={() => void ask(m)}
                >
                  <Trash2 size={14} aria-hidden />
                </button>
              ),
          },
        ]
      : []),
  ];
  return (
    <Page
      title={t("Members and roles")}
      meta={<span>{t("A role counts in every project; a grant on a project widens or narrows it.")}</span>}
      actions={
        admin ? (
          <Link to={place.at("settings/invitations?new=1", null)}>
            <Button type="primary" icon={<UserPlus />} tabIndex={-1}>
              {t("Invite")}
            </Button>
          </Link>
        ) : undefined
      }
    >
      <div className="card">
        <DataTable
          label={t("Members")}
          list={list}
          columns={columns}
          rowKey={(m) => m.id}
          filterLabel={t("Filter by name or e-mail")}
          empty={t("No member yet.")}
        />
      </div>
      <RoleMatrix />
    </Page>
  );
}
