import { useState } from "react";
import { useT } from "../lib/i18n.ts";
import "./diff.css";

export interface DiffLine {
  key: string;
  before: string | null;
  after: string | null;
}

/** Lines of two flat records, changed ones first in their given order. */
export function diffLines(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): DiffLine[] {
  const text = (value: unknown) => (value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((key) => ({ key, before: text(before[key]), after: text(after[key]) }));
}

/** Before left, after right (stacked below 1024 px); − and + besides colour; equal lines folded with their number. */
export function Diff({ lines, beforeLabel, afterLabel }: { lines: readonly DiffLine[]; beforeLabel?: string; afterLabel?: string }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const same = lines.filter((l) => l.before === l.after);
  const shown = open ? lines : lines.filter((l) => l.before !== l.after);
  const column = (side: "before" | "after", label: string) => (
    <div className="diff-side">
      <div className="diff-head">{label}</div>
      {shown.map((line) => {
        const changed = line.before !== line.after;
        const value = line[side];
        const gone = changed && value === null;
        return (
          <div key={line.key} className={`diff-line ${changed && !gone ? (side === "before" ? "del" : "add") : ""}`}>
            <span aria-hidden>{changed && !gone ? (side === "before" ? "-" : "+") : " "}</span>
            <span className="sr">{changed && !gone ? (side === "before" ? t("before") : t("after")) : ""}</span>
            <span className="diff-key">{line.key}</span>
            <span className="grow">{value ?? ""}</span>
          </div>
        );
      })}
    </div>
  );
  return (
    <div className="diff">
      <div className="diff-sides">
        {column("before", beforeLabel ?? t("Now"))}
        {column("after", afterLabel ?? t("After"))}
      </div>
      {same.length === 0 ? null : (
        <button type="button" className="more-rows" onClick={() => setOpen(!open)}>
          {open ? t("Hide what is equal") : t("{n, plural, one {# equal line} other {# equal lines}}, show", { n: same.length })}
        </button>
      )}
    </div>
  );
}
