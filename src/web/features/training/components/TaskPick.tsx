import { Button, Radio } from "antd";
import { TriangleAlert } from "lucide-react";
import { Task, type Warning } from "../../../../capabilities/training/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { taskWords } from "./words.ts";

/** Classes or a number; a two-valued target treated as a number is warned about, with the other task one press away. */
export function TaskPick({ value, reason, warnings, onChange }: { value: Task | null; reason: string; warnings: readonly Warning[]; onChange(task: Task): void }) {
  const t = useT();
  return (
    <>
      <Radio.Group
        className="task-pick"
        aria-label={t("Task")}
        {...(value === null ? {} : { value })}
        onChange={(event) => onChange(Task.parse(event.target.value))}
        options={Task.options.map((each) => ({ value: each, label: t(taskWords[each]) }))}
      />
      {reason === "" ? null : <p className="sm t2" style={{ marginBlockStart: 6 }}>{reason}</p>}
      {warnings.map((warning) => {
        const offer = warning.offer;
        return (
          <div key={warning.message} className="note warn" style={{ marginBlockStart: 8 }}>
            <TriangleAlert size={16} aria-hidden />
            <span className="grow">{warning.message}</span>
            {offer && offer.task !== value ? (
              <Button size="small" onClick={() => onChange(offer.task)}>
                {offer.label}
              </Button>
            ) : null}
          </div>
        );
      })}
    </>
  );
}
