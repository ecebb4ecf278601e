import { Button, Input } from "antd";
import { X } from "lucide-react";
import { useState } from "react";
import { deleteTags, setTags, type Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { useMayBuild } from "../../../lib/may.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import "./run.css";

/** Written by clients for themselves; people look at them seldom. */
const ofClients = /^(mlflow|lumina|wandb)\./;

/** Tags of a run: its own with a field that adds one, those that clients write folded. */
export function Tags({ run }: { run: Run }) {
  const t = useT();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const may = useMayBuild(run.projectId);
  const save = useDo(setTags, {
    onDone: () => {
      setKey("");
      setValue("");
    },
  });
  const drop = useDo(deleteTags, {
    onDone: (_, { keys: [gone = ""] }) =>
      toast({
        tone: "done",
        text: t("Tag {name} removed.", { name: gone }),
        undo: () => save.mutate({ runId: run.id, tags: { [gone]: run.tags[gone] ?? "" } }),
      }),
  });
  const all = Object.entries(run.tags).toSorted(([a], [b]) => a.localeCompare(b));
  const own = all.filter(([name]) => !ofClients.test(name));
  const others = all.filter(([name]) => ofClients.test(name));
  return (
    <Card title={t("Tags")} pad>
      <div className="col g12">
        {own.length === 0 ? (
          <p className="t2">{t("No tag yet.")}</p>
        ) : (
          <Facts
            facts={own.map(([name, text]) => [
              name,
              <span key={name} className="row g4 tag-value">
                <span>{text}</span>
                {may ? (
                  <button
                    type="button"
                    className="icon-button s"
                    aria-label={t("Remove tag {name}", { name })}
                    title={t("Remove tag {name}", { name })}
                    onClick={() => drop.mutate({ runId: run.id, keys: [name] })}
                  >
                    <X size={14} aria-hidden />
                  </button>
                ) : null}
              </span>,
            ])}
          />
        )}
        {may ? (
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault();
              if (key.trim() !== "") save.mutate({ runId: run.id, tags: { [key.trim()]: value } });
            }}
          >
            <Input size="small" maxLength={250} aria-label={t("Tag")} placeholder={t("Tag")} value={key} onChange={(e) => setKey(e.target.value)} />
            <Input size="small" maxLength={8000} aria-label={t("Value")} placeholder={t("Value")} value={value} onChange={(e) => setValue(e.target.value)} />
            <Button size="small" htmlType="submit" disabled={key.trim() === ""} loading={save.isPending}>
              {t("Set")}
            </Button>
          </form>
        ) : null}
        {others.length === 0 ? null : (
          <details>
            <summary className="t2">{t("{n, plural, one {# tag} other {# tags}} written by the client", { n: others.length })}</summary>
            <Facts facts={others} />
          </details>
        )}
      </div>
    </Card>
  );
}
