import { Button } from "antd";
import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { listKeys, revokeKey, type Key } from "../../../../capabilities/identity/contract/keys.ts";
import { useT } from "../../../lib/i18n.ts";
import { useList } from "../../../lib/list.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { CopyButton } from "../../../ui/Copy.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Page } from "../../../ui/Page.tsx";
import { useNow } from "../../../ui/Progress.tsx";
import { Empty } from "../../../ui/states.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import type { Column } from "../../../ui/table/column.ts";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { NewKeyForm } from "../components/NewKeyForm.tsx";

export default function KeysPage() {
  const t = useT();
  const list = useList(listKeys, { state: "active" }, { key: "createdAt", order: "desc" });
  const making = useUrlValue("new");
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  const revoke = useDo(revokeKey);
  const ask = async (key: Key) => {
    const yes = await confirm({
      title: t("Revoke {name}", { name: key.name }),
      effect: t("Programs that use this key are refused within a second. It cannot be brought back."),
      act: t("Revoke the key"),
      danger: true,
    });
    if (yes) revoke.mutate({ keyId: key.id });
  };
  const columns: Column<Key>[] = [
    { key: "name", title: t("Name"), name: true, sort: "name", cell: (k) => k.name, text: (k) => k.name },
    { key: "prefix", title: t("Key"), cell: (k) => <span className="mono">{k.prefix}…</span>, text: (k) => k.prefix, narrow: "meta" },
    {
      key: "scopes",
      title: t("Scope"),
      cell: (k) => <span className="t2">{k.scopes === null ? t("everything you may") : k.scopes.join(", ")}</span>,
      text: (k) => k.scopes?.join(" ") ?? "",
    },
    {
      key: "expiresAt",
      title: t("Expires"),
      cell: (k) => (k.expiresAt === null ? <span className="t3">{t("never")}</span> : <Expiry at={k.expiresAt} />),
      text: (k) => k.expiresAt,
    },
    {
      key: "lastUsedAt",
      title: t("Used"),
      sort: "lastUsedAt",
      cell: (k) => (k.lastUsedAt === null ? <span className="t3">{t("never")}</span> : <Time at={k.lastUsedAt} />),
      text: (k) => k.lastUsedAt,
      narrow: "meta",
    },
    {
      key: "act",
      title: "",
      align: "end",
      narrow: "value",
      cell: (k) => (
        <button
          type="button"
          className="icon-button s"
          aria-label={t("Revoke {name}", { name: k.name })}
          title={t("Revoke {name}", { name: k.name })}
          onClick={() => void ask(k)}
        >
          <Trash2 size={14} aria-hidden />
        </button>
      ),
    },
  ];
  return (
    <Page
      title={t("API keys")}
      meta={<span>{t("For programs that act as you in this workspace: the CLI and your scripts.")}</span>}
      actions={
        <Button type="primary" icon={<Plus />} onClick={() => making.choose("1")}>
          {t("New key")}
        </Button>
      }
    >
      {made ? (
        <div className="note ok" role="status">
          <KeyRound size={16} aria-hidden />
          <span className="grow">
            <b>{t("Key “{name}” made.", { name: made.name })}</b> {t("Copy it now, it is not shown again.")}
            <span className="mono block">{made.key}</span>
          </span>
          <CopyButton text={made.key} label={t("Copy the key")} />
          <Button onClick={() => setMade(null)}>{t("I have it")}</Button>
        </div>
      ) : null}
      {making.value === "1" && !made ? (
        <NewKeyForm
          onDone={(key) => {
            setMade({ name: key.name, key: key.key });
            making.type("");
          }}
          onCancel={() => making.type("")}
        />
      ) : null}
      <div className="card">
        <DataTable
          label={t("API keys")}
          list={list}
          columns={columns}
          rowKey={(k) => k.id}
          filterLabel={t("Filter by name")}
          empty={
            <Empty
              say={t("No key yet. Make one here or on the command line.")}
              action={
                <Button type="primary" onClick={() => making.choose("1")}>
                  {t("New key")}
                </Button>
              }
              snippet={`./lumina login --url ${window.location.origin}\n./lumina keys create --name ci --json`}
            />
          }
        />
      </div>
    </Page>
  );
}

const soonMs = 7 * 86_400_000;

function Expiry({ at }: { at: string }) {
  const soon = new Date(at).getTime() - useNow(false) < soonMs;
  return soon ? (
    <span className="row g6 warn">
      <StatusIcon status="degraded" word="" />
      <Time at={at} />
    </span>
  ) : (
    <Time at={at} />
  );
}
