import { Button, Checkbox, Input } from "antd";
import { Columns3 } from "lucide-react";
import { useState } from "react";
import { attributes, columnText, type Aggregate } from "../../../../../capabilities/tracking/contract/columns.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { useDebounced } from "../../../../lib/useDebounced.ts";
import { Popup } from "../../../../ui/Popup.tsx";
import { useRunKeys, type RunScope } from "../../hooks/useRunKeys.ts";
import type { ShownColumn } from "../../hooks/viewState.ts";
import { aggregateWords, attributeWords } from "./useTableColumns.tsx";

interface ColumnChooserProps {
  scope: RunScope;
  shown: readonly ShownColumn[];
  /** True while nobody has arranged the columns. */
  usual: boolean;
  onChange(columns: readonly ShownColumn[] | null): void;
}

/** Finds any metric, parameter, tag or attribute of the runs here and shows it as a column. */
export function ColumnChooser(props: ColumnChooserProps) {
  const t = useT();
  return (
    <Popup
      side="end"
      label={t("Columns")}
      button={(attributes) => (
        <Button size="small" className="quiet" icon={<Columns3 />} aria-label={t("Columns")} {...attributes}>
          <span className="hide-narrow">{t("Columns")}</span>
        </Button>
      )}
    >
      {() => <Choices {...props} />}
    </Popup>
  );
}

const variants: readonly Aggregate[] = ["last", "best", "min", "max", "mean"];
const most = 60;

function Choices({ scope, shown, usual, onChange }: ColumnChooserProps) {
  const t = useT();
  const f = useFormat();
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim(), 200);
  const metrics = useRunKeys(scope, "metric", q, most + 1);
  const params = useRunKeys(scope, "param", q, most + 1);
  const tags = useRunKeys(scope, "tag", q, most + 1);
  const has = (column: string) => shown.some((c) => c.column === column);
  const toggle = (column: string) => onChange(has(column) ? shown.filter((c) => c.column !== column) : [...shown, { column }]);
  const add = (columns: readonly string[]) => onChange([...shown, ...columns.filter((c) => !has(c)).map((column) => ({ column }))]);
  const lists = [
    { kind: "metric" as const, title: t("Metrics"), keys: metrics },
    { kind: "param" as const, title: t("Parameters"), keys: params },
    { kind: "tag" as const, title: t("Tags"), keys: tags },
  ];
  const own = attributes.filter((a) => a !== "name" && t(attributeWords[a]).toLocaleLowerCase().includes(q.toLocaleLowerCase()));
  return (
    <div className="chooser">
      <div className="row g6 chooser-head">
        <Input
          size="small"
          allowClear
          autoFocus
          placeholder={t("Find a column")}
          aria-label={t("Find a column")}
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
        />
        <Button size="small" disabled={usual} onClick={() => onChange(null)}>
          {t("Usual columns")}
        </Button>
        <Button size="small" disabled={shown.length === 0} onClick={() => onChange([])}>
          {t("None")}
        </Button>
      </div>
      <div className="chooser-list" aria-busy={metrics.isPending || params.isPending || tags.isPending}>
        {own.length === 0 ? null : <h3>{t("Attributes")}</h3>}
        {own.map((attribute) => (
          <Checkbox key={attribute} checked={has(`attr:${attribute}`)} onChange={() => toggle(`attr:${attribute}`)}>
            {t(attributeWords[attribute])}
          </Checkbox>
        ))}
        {lists.map(({ kind, title, keys }) => {
          const items = keys.data?.items ?? [];
          const found = items.slice(0, most);
          if (found.length === 0) return null;
          return (
            <div key={kind} className="col g4">
              <div className="row">
                <h3>{title}</h3>
                <button
                  type="button"
                  className="link-button sm end"
                  onClick={() => add(found.map((key) => columnText(kind === "metric" ? { kind, key, aggregate: "last" } : { kind, key })))}
                >
                  {t("Add these {n}", { n: f.count(found.length) })}
                </button>
              </div>
              {found.map((key) =>
                kind === "metric" ? (
                  <div key={key} className="chooser-metric">
                    <span className="mono ellipsis grow" title={key}>
                      {key}
                    </span>
                    {variants.map((aggregate) => (
                      <button
                        key={aggregate}
                        type="button"
                        className={`variant ${has(`${aggregate}:${key}`) ? "on" : ""}`}
                        aria-pressed={has(`${aggregate}:${key}`)}
                        aria-label={t("{metric} {aggregate}", { metric: key, aggregate: t(aggregateWords[aggregate]) })}
                        onClick={() => toggle(`${aggregate}:${key}`)}
                      >
                        {t(aggregateWords[aggregate])}
                      </button>
                    ))}
                  </div>
                ) : (
                  <Checkbox key={key} checked={has(`${kind}:${key}`)} onChange={() => toggle(`${kind}:${key}`)}>
                    <span className="mono">{key}</span>
                  </Checkbox>
                ),
              )}
              {items.length > most ? <span className="sm t2">{t("More than {n}; type a part of the name.", { n: f.count(most) })}</span> : null}
            </div>
          );
        })}
        {metrics.isPending || own.length > 0 || lists.some(({ keys }) => (keys.data?.items.length ?? 0) > 0) ? null : (
          <p className="t2">{t("No column is called like that.")}</p>
        )}
      </div>
    </div>
  );
}
