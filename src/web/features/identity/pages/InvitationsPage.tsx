import { Button, Input, Select } from "antd";
import { Plus, UserPlus } from "lucide-react";
import { useState } from "react";
import { createInvitation, listInvitations, revokeInvitation, type Invitation } from "../../../../capabilities/identity/contract/invitations.ts";
import type { Role } from "../../../../capabilities/identity/contract/shared.ts";
import { msg, useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { useAct } from "../../../lib/query.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card } from "../../../ui/Card.tsx";
import { CopyButton } from "../../../ui/Copy.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Empty } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { useForm } from "../../../ui/useForm.ts";
import { FieldsForm } from "../../../ui/FieldsForm.tsx";
import { useRoleName, useRoleOptions } from "../components/roles.ts";

const states = {
  open: ["waiting", msg("Open")],
  accepted: ["finished", msg("Accepted")],
  revoked: ["cancelled", msg("Revoked")],
  expired: ["cancelled", msg("Expired")],
} as const;

export default function InvitationsPage() {
  const t = useT();
  const roleName = useRoleName();
  const making = useUrlValue("new");
  const [link, setLink] = useState<string | null>(null);
  const list = useList(listInvitations, {}, { key: "createdAt", order: "desc" });
  const revoke = useDo(revokeInvitation);
  const columns: Column<Invitation>[] = [
    { key: "email", title: t("For"), name: true, cell: (i) => i.email ?? t("whoever holds the link"), text: (i) => i.email },
    { key: "role", title: t("Role"), cell: (i) => roleName(i.role), text: (i) => i.role, narrow: "meta" },
    {
      key: "state",
      title: t("Status"),
      cell: (i) => (
        <StatusIcon status={states[i.state][0]} word={i.acceptedBy === null ? t(states[i.state][1]) : t("Accepted by {name}", { name: i.acceptedBy })} />
      ),
      text: (i) => i.state,
      narrow: "value",
    },
    { key: "createdAt", title: t("Made"), sort: "createdAt", cell: (i) => <Time at={i.createdAt} />, text: (i) => i.createdAt },
    { key: "expiresAt", title: t("Ends"), sort: "expiresAt", cell: (i) => <Time at={i.expiresAt} />, text: (i) => i.expiresAt },
    {
      key: "act",
      title: "",
      align: "end",
      cell: (i) =>
        i.state === "open" ? (
          <Button size="small" onClick={() => revoke.mutate({ invitationId: i.id })}>
            {t("Take back")}
          </Button>
        ) : null,
    },
  ];
  return (
    <Page
      title={t("Invitations")}
      meta={<span>{t("A link that lets one person join this workspace. Send it yourself.")}</span>}
      actions={
        <Button type="primary" icon={<Plus />} onClick={() => making.choose("1")}>
          {t("Invite")}
        </Button>
      }
    >
      {link === null ? null : (
        <div className="note ok" role="status">
          <UserPlus size={16} aria-hidden />
          <span className="grow">
            <b>{t("Invitation made.")}</b> {t("Copy the link now, it is not shown again.")}
            <span className="mono block" style={{ overflowWrap: "anywhere" }}>
              {link}
            </span>
          </span>
          <CopyButton text={link} label={t("Copy the link")} />
          <Button onClick={() => setLink(null)}>{t("I have it")}</Button>
        </div>
      )}
      {making.value === "1" && link === null ? (
        <InviteForm
          onDone={(path) => {
            setLink(new URL(path, window.location.origin).href);
            making.type("");
          }}
          onCancel={() => making.type("")}
        />
      ) : null}
      <div className="card">
        <DataTable
          label={t("Invitations")}
          list={list}
          columns={columns}
          rowKey={(i) => i.id}
          empty={
            <Empty
              say={t("No invitation yet. Approvals need a second person.")}
              action={
                <Button type="primary" onClick={() => making.choose("1")}>
                  {t("Invite")}
                </Button>
              }
            />
          }
        />
      </div>
    </Page>
  );
}

function InviteForm({ onDone, onCancel }: { onDone(link: string): void; onCancel(): void }) {
  const t = useT();
  const options = useRoleOptions();
  const create = useAct(createInvitation, { onDone: (made) => onDone(made.link), onProblem: (error) => form.refuse(error) });
  const form = useForm<{ email?: string; role: Role; expiresInDays: number }>(createInvitation.input, { role: "data_scientist", expiresInDays: 7 }, (values) =>
    create.mutate(values),
  );
  return (
    <Card title={t("Invite a person")} pad>
      <FieldsForm form={form} columns={3} act={t("Make the link")} busy={create.isPending} onCancel={onCancel}>
        <Field label={t("E-mail")} optional help={t("Then only this address may use the link.")} error={form.errorOf("email")}>
          {(field) => (
            <Input
              {...field}
              type="email"
              autoFocus
              value={form.values.email ?? ""}
              onChange={(event) => form.set("email", event.target.value === "" ? (undefined as unknown as string) : event.target.value)}
              onBlur={() => form.blur("email")}
            />
          )}
        </Field>
        <Field label={t("Role")} error={form.errorOf("role")}>
          {(field) => <Select {...field} value={form.values.role} options={options} onChange={(value) => form.set("role", value)} />}
        </Field>
        <Field label={t("Ends after")} unit={t("days")} error={form.errorOf("expiresInDays")}>
          {(field) => (
            <Select
              {...field}
              value={form.values.expiresInDays}
              onChange={(value) => form.set("expiresInDays", value)}
              options={[1, 7, 14, 30].map((value) => ({ value, label: String(value) }))}
            />
          )}
        </Field>
      </FieldsForm>
    </Card>
  );
}
