import { Button } from "antd";
import { Info, TriangleAlert } from "lucide-react";
import type { Task, Warning } from "../../../../capabilities/training/contract.ts";
import { useT } from "../../../lib/i18n.ts";

export interface WarningsProps {
  warnings: readonly Warning[];
  /** The task in force; another one is offered by a press where `onTask` is given. */
  task: Task | null;
  onTask?(task: Task): void;
}

/** What the data warns of; columns left out are only told, folded. */
export function Warnings({ warnings, task, onTask }: WarningsProps) {
  const t = useT();
  const dropped = warnings.filter((w) => w.code === "dropped_column");
  return (
    <>
      {warnings
        .filter((w) => w.code !== "dropped_column")
        .map((warning) => {
          const offer = warning.offer;
          return (
            <div key={warning.message} className="note warn">
              <TriangleAlert size={16} aria-hidden />
              <span className="grow">{warning.message}</span>
              {offer && onTask && offer.task !== task ? (
                <Button size="small" onClick={() => onTask(offer.task)}>
                  {offer.label}
                </Button>
              ) : null}
            </div>
          );
        })}
      {dropped.length === 0 ? null : (
        <details className="note left-out">
          <summary>
            <Info size={14} aria-hidden />
            {t("{n, plural, one {# column is} other {# columns are}} left out, with the reason", { n: dropped.length })}
          </summary>
          <ul className="sm t2">
            {dropped.map((warning) => (
              <li key={warning.message}>{warning.message}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
