import { Button } from "antd";
import { KeySquare, Plus, RotateCw, Trash2 } from "lucide-react";
import { deleteSecret, listSecrets, rotateSecrets, type Secret } from "../../../../capabilities/identity/contract/secrets.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { useSession } from "../../../lib/session.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { Empty } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { SecretForm } from "../components/SecretForm.tsx";

/** Secrets of the workspace by name; values go in and never come out. */
export default function SecretsPage() {
  const t = useT();
  const kept = useUrlValue("kept");
  const list = useList(listSecrets, { managed: kept.value === "1" }, { key: "name", order: "asc" });
  // "new" or the name whose value is replaced; a secret cannot be called that: the form checks again.
  const editing = useUrlValue("edit");
  const keeps = useSession().role === "admin";
  const remove = useDo(deleteSecret);
  const rotate = useDo(rotateSecrets, {
    onDone: ({ secrets }) => toast({ tone: "done", text: t("{n, plural, one {# secret sealed anew} other {# secrets sealed anew}}", { n: secrets }) }),
  });
  const askDelete = async (secret: Secret) => {
    const yes = await confirm({
      title: t("Delete {name}", { name: secret.name }),
      effect: t("Whatever uses it stops working at once. The value cannot be brought back."),
      act: t("Delete the secret"),
      danger: true,
      typeName: secret.name,
    });
    if (yes) remove.mutate({ name: secret.name });
  };
  const askRotate = async () => {
    const yes = await confirm({
      title: t("Seal every secret anew"),
      effect: t("A new data key is made and every value is sealed under it. Values stay as they are; nothing that uses them notices."),
      act: t("Seal anew"),
    });
    if (yes) rotate.mutate({});
  };
  const columns: Column<Secret>[] = [
    { key: "name", title: t("Name"), name: true, sort: "name", cell: (s) => <span className="mono">{s.name}</span>, text: (s) => s.name },
    { key: "description", title: t("What it is for"), cell: (s) => <span className="t2">{s.description}</span>, text: (s) => s.description, narrow: "meta" },
    {
      key: "state",
      title: t("State"),
      narrow: "value",
      cell: (s) => (s.state === "ready" ? <StatusIcon status="ready" /> : <StatusIcon status="failed" word={t("Locked: another master key")} />),
      text: (s) => s.state,
    },
    { key: "updatedBy", title: t("Set by"), cell: (s) => <span className="t2">{s.updatedBy}</span>, text: (s) => s.updatedBy },
    { key: "version", title: t("Values so far"), align: "end", cell: (s) => <span className="num">{s.version}</span>, text: (s) => s.version },
    { key: "updatedAt", title: t("Changed"), sort: "updatedAt", cell: (s) => <Time at={s.updatedAt} />, text: (s) => s.updatedAt },
    {
      key: "act",
      title: "",
      align: "end",
      cell: (s) =>
        s.managedBy === null ? (
          <span className="row g6 end">
            <button
              type="button"
              className="icon-button s"
              aria-label={t("Replace the value of {name}", { name: s.name })}
              title={t("Replace the value of {name}", { name: s.name })}
              onClick={() => editing.choose(`value:${s.name}`)}
            >
              <KeySquare size={14} aria-hidden />
            </button>
            <button
              type="button"
              className="icon-button s"
              aria-label={t("Delete {name}", { name: s.name })}
              title={t("Delete {name}", { name: s.name })}
              onClick={() => void askDelete(s)}
            >
              <Trash2 size={14} aria-hidden />
            </button>
          </span>
        ) : null,
    },
  ];
  const named = editing.value.startsWith("value:") ? editing.value.slice("value:".length) : null;
  return (
    <Page
      title={t("Secrets")}
      meta={<span>{t("Passwords and keys that mirrors, webhooks and connections use. Values go in and are never shown again.")}</span>}
      actions={
        keeps ? (
          <>
            <Button icon={<RotateCw />} onClick={() => void askRotate()} loading={rotate.isPending}>
              {t("Seal anew")}
            </Button>
            <Button type="primary" icon={<Plus />} onClick={() => editing.choose("new")}>
              {t("New secret")}
            </Button>
          </>
        ) : undefined
      }
    >
      {editing.value === "" || !keeps ? null : (
        <SecretForm
          key={editing.value}
          name={named}
          onDone={(secret) => {
            editing.type("");
            toast({ tone: "done", text: t("{name} is kept", { name: secret.name }) });
          }}
          onCancel={() => editing.type("")}
        />
      )}
      <div className="card">
        <DataTable
          label={t("Secrets")}
          list={list}
          columns={columns}
          rowKey={(s) => s.name}
          filterLabel={t("Filter by name or purpose")}
          tools={
            <Segments
              label={t("Which secrets")}
              value={kept.value === "1" ? "kept" : "own"}
              onChange={(value) => kept.choose(value === "kept" ? "1" : "")}
              options={[
                { value: "own", label: t("Set by people") },
                { value: "kept", label: t("Kept by mirrors and webhooks") },
              ]}
            />
          }
          empty={
            kept.value === "1" ? (
              t("No mirror or webhook keeps a secret yet.")
            ) : (
              <Empty
                say={t("No secret yet. Keep one here or on the command line.")}
                action={
                  <Button type="primary" onClick={() => editing.choose("new")}>
                    {t("New secret")}
                  </Button>
                }
                snippet="./lumina secrets set warehouse --value @password.txt"
              />
            )
          }
        />
      </div>
    </Page>
  );
}
