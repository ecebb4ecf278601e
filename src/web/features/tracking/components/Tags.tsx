import { Button, Input } from "antd";
import { useState } from "react";
import { setTags, type Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../lib/i18n.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { useDo } from "../../../ui/useDo.ts";

/** Tags of a run and a field that adds one. */
export function Tags({ run }: { run: Run }) {
  const t = useT();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const save = useDo(setTags, {
    onDone: () => {
      setKey("");
      setValue("");
    },
  });
  const tags = Object.entries(run.tags);
  return (
    <Card title={t("Tags")} pad>
      <div className="col g12">
        {tags.length === 0 ? <p className="t2">{t("No tag yet.")}</p> : <Facts facts={tags} />}
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
      </div>
    </Card>
  );
}
