import { Button, Input } from "antd";
import { Copy, GitCompare, MoreHorizontal, RotateCcw, Tag, Trash2, X } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { usePlace } from "../../../../lib/place.ts";
import { MenuList, Popup } from "../../../../ui/Popup.tsx";
import { useBulk } from "../../hooks/useBulk.ts";
import type { Asked } from "../../hooks/useRunRows.ts";

interface BulkBarProps {
  /** The loaded runs that are picked. */
  picked: readonly Run[];
  /** All that match, chosen as a whole. */
  all: boolean;
  total: number | undefined;
  asked: Asked;
  deleted: boolean;
  /** Whether this person may change the runs. */
  may: boolean;
  onAll(all: boolean): void;
  onClear(): void;
}

export const mostCompared = 20;

/** Floats over the list while something is selected. */
export function BulkBar({ picked, all, total, asked, deleted, may, onAll, onClear }: BulkBarProps) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const bulk = useBulk();
  const count = all ? (total ?? picked.length) : picked.length;
  const runs = all ? asked : picked.map(({ id, projectId }) => ({ id, projectId }));
  const done = (ok: boolean) => {
    if (ok) onClear();
  };
  if (picked.length === 0 && !all) return null;
  return (
    <div className="bulk-bar run-bulk" role="toolbar" aria-label={t("Acts on the selection")}>
      <b className="nowrap" aria-live="polite">
        {bulk.progress === null
          ? t("{n} selected", { n: f.count(count) })
          : bulk.progress.total === null
            ? t("{n} found", { n: f.count(bulk.progress.done) })
            : t("{done} of {total}", { done: f.count(bulk.progress.done), total: f.count(bulk.progress.total) })}
      </b>
      {may && !all && total !== undefined && total > picked.length ? (
        <button type="button" className="link-button nowrap hide-narrow" onClick={() => onAll(true)}>
          {t("select all {n} that match", { n: f.count(total) })}
        </button>
      ) : null}
      {deleted ? (
        !may ? null : (
          <Button size="small" type="primary" icon={<RotateCcw />} disabled={bulk.progress !== null} onClick={() => void bulk.restore(runs, count).then(done)}>
            {t("Restore")}
          </Button>
        )
      ) : (
        <>
          <Button
            size="small"
            type="primary"
            icon={<GitCompare />}
            disabled={all || count < 2 || count > mostCompared}
            title={
              count > mostCompared || all
                ? t("At most {n} runs can be compared.", { n: mostCompared })
                : count < 2
                  ? t("Pick a second run to compare.")
                  : undefined
            }
            onClick={() => void navigate(`${place.at("compare")}?sel=${picked.map((run) => run.id).join(",")}`)}
          >
            {t("Compare {n}", { n: count })}
          </Button>
          {may ? (
            <>
              <TagButton disabled={bulk.progress !== null} onTag={(set, remove) => bulk.tag(runs, count, set, remove)} />
              <Button size="small" icon={<Trash2 />} disabled={bulk.progress !== null} onClick={() => void bulk.remove(runs, count).then(done)}>
                {t("Delete")}
              </Button>
            </>
          ) : null}
        </>
      )}
      <Popup
        side="end"
        label={t("More acts")}
        button={(attributes) => <Button size="small" className="quiet" icon={<MoreHorizontal />} aria-label={t("More acts")} {...attributes} />}
      >
        {(close) => (
          <MenuList
            close={close}
            items={[
              {
                key: "ids",
                label: t("Copy the run ids"),
                icon: <Copy size={14} aria-hidden />,
                onSelect: () => void navigator.clipboard?.writeText(picked.map((run) => run.id).join("\n")),
              },
            ]}
          />
        )}
      </Popup>
      <Button size="small" className="quiet" icon={<X />} aria-label={t("Clear the selection")} onClick={onClear} />
    </div>
  );
}

function TagButton({ disabled, onTag }: { disabled: boolean; onTag(set: Record<string, string>, remove: readonly string[]): Promise<boolean> }) {
  const t = useT();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  return (
    <Popup
      side="end"
      label={t("Tag the selection")}
      button={(attributes) => (
        <Button size="small" icon={<Tag />} disabled={disabled} {...attributes}>
          {t("Tag")}
        </Button>
      )}
    >
      {(close) => (
        <form
          className="col g6 pad"
          onSubmit={(event) => {
            event.preventDefault();
            close();
            void onTag({ [key.trim()]: value }, []);
          }}
        >
          <Input
            size="small"
            autoFocus
            maxLength={250}
            placeholder={t("Tag name")}
            aria-label={t("Tag name")}
            value={key}
            onChange={(e) => setKey(e.target.value)}
          />
          <Input size="small" maxLength={8000} placeholder={t("Value")} aria-label={t("Value")} value={value} onChange={(e) => setValue(e.target.value)} />
          <div className="row g6">
            <Button size="small" htmlType="submit" type="primary" disabled={key.trim() === ""}>
              {t("Set tag")}
            </Button>
            <Button
              size="small"
              disabled={key.trim() === ""}
              onClick={() => {
                close();
                void onTag({}, [key.trim()]);
              }}
            >
              {t("Remove tag")}
            </Button>
          </div>
        </form>
      )}
    </Popup>
  );
}
