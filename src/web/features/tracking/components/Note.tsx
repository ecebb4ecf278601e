import { Button, Input } from "antd";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { setTags, type Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { useMayBuild } from "../../../lib/may.ts";
import { Card } from "../../../ui/Card.tsx";
import { useDo } from "../../../ui/useDo.ts";
import "./run.css";

/** MLflow's clients keep a run's description in this tag. */
export const noteTag = "mlflow.note.content";

/** What somebody wrote about the run. */
export function Note({ run }: { run: Run }) {
  const t = useT();
  const text = run.tags[noteTag] ?? "";
  const [draft, setDraft] = useState<string | null>(null);
  const may = useMayBuild(run.projectId);
  const save = useDo(setTags, { onDone: () => setDraft(null) });
  const edit = (
    <Button size="small" className="quiet" icon={<Pencil />} onClick={() => setDraft(text)}>
      {text === "" ? t("Add a note") : t("Edit")}
    </Button>
  );
  if (draft === null)
    return (
      <Card title={t("Note")} actions={may ? edit : undefined} pad>
        {text === "" ? <p className="t2">{t("Nothing written yet.")}</p> : <p className="run-note">{text}</p>}
      </Card>
    );
  return (
    <Card title={t("Note")} pad>
      <form
        className="col g12"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ runId: run.id, tags: { [noteTag]: draft } });
        }}
      >
        <Input.TextArea
          autoFocus
          maxLength={8000}
          autoSize={{ minRows: 3, maxRows: 12 }}
          aria-label={t("Note")}
          value={draft}
          onChange={(e) => setDraft(e.target.value)}
        />
        <span className="row">
          <Button size="small" type="primary" htmlType="submit" loading={save.isPending}>
            {t("Save")}
          </Button>
          <Button size="small" onClick={() => setDraft(null)}>
            {t("Cancel")}
          </Button>
        </span>
      </form>
    </Card>
  );
}
