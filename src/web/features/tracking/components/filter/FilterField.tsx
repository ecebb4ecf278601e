import { Filter, X } from "lucide-react";
import { lazy, Suspense, useEffect, useId, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { checkFilter } from "../../../../../capabilities/tracking/contract/search.ts";
import { useT } from "../../../../lib/i18n.ts";
import { queryFor } from "../../../../lib/query.ts";
import { useDebounced } from "../../../../lib/useDebounced.ts";
import type { RunScope } from "../../hooks/useRunKeys.ts";
import "./filter.css";

const Editor = lazy(() => import("./Editor.tsx"));

interface FilterFieldProps {
  scope: RunScope;
  /** The filter in force, from the address. */
  value: string;
  /** Called with a text the server accepts, and with an empty one. */
  onApply(filter: string, how: "type" | "choose"): void;
  /** “142 of 18,406”. */
  count: string;
}

/** The filter in MLflow's language: completion, errors under their word; a filter that cannot be read is never applied. */
export function FilterField({ scope, value, onApply, count }: FilterFieldProps) {
  const t = useT();
  const id = useId();
  const [text, setText] = useState(value);
  const [applied, setApplied] = useState(value);
  const [asked, setAsked] = useState("");
  if (applied !== value) {
    setApplied(value);
    setText(value);
  }
  const settled = useDebounced(text, 350);
  const check = useQuery({ ...queryFor(checkFilter, { ...scope, text: settled }), enabled: settled.trim() !== "", staleTime: 60_000 });
  const rested = useDebounced(text, 1600);
  const found = settled === text && text.trim() !== "" ? (check.data?.error ?? null) : null;
  // Somebody in the middle of a word has not made a mistake yet.
  const error = found !== null && found.to >= text.trimEnd().length && rested !== text && asked !== text ? null : found;
  const valid = settled === text && text !== applied && (text.trim() === "" || check.data?.ok === true);
  useEffect(() => {
    if (valid) onApply(text.trim(), "type");
    // oxlint-disable-next-line react/exhaustive-deps -- applied once, when the text becomes valid
  }, [valid, text]);
  return (
    <div className="run-filter">
      <div className={`run-filter-box ${error === null ? "" : "err"}`}>
        <Filter size={14} aria-hidden />
        <Suspense
          fallback={
            <input
              className="mono"
              data-filter-field
              aria-label={t("Filter runs")}
              placeholder={t("metrics.val_auc > 0.9 AND params.model = 'mlp'")}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          }
        >
          <Editor
            scope={scope}
            text={text}
            onText={setText}
            onEnter={() => {
              if (settled === text && (text.trim() === "" || check.data?.ok === true)) onApply(text.trim(), "choose");
              else setAsked(text);
            }}
            error={error}
            describedBy={error === null ? undefined : id}
            label={t("Filter runs")}
            placeholder={t("metrics.val_auc > 0.9 AND params.model = 'mlp'")}
          />
        </Suspense>
        <span className="sm t2 num nowrap run-filter-count" role="status">
          {count}
        </span>
        {text === "" ? null : (
          <button
            type="button"
            className="icon-button s"
            aria-label={t("Clear filter")}
            onClick={() => {
              setText("");
              onApply("", "choose");
            }}
          >
            <X size={14} aria-hidden />
          </button>
        )}
      </div>
      {error === null ? null : (
        <p className="run-filter-error sm" id={id} role="alert">
          <b>{error.message}</b> <span className="t2">{error.fix}</span>
        </p>
      )}
    </div>
  );
}
