import { Radio } from "antd";
import { Task, type Warning } from "../../../../capabilities/training/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { Warnings } from "./Warnings.tsx";
import { sentence, taskWords } from "./words.ts";

/** Classes or a number; a two-valued target treated as a number is warned about, with the other task one press away. */
export function TaskPick({
  value,
  reason,
  warnings,
  onChange,
}: {
  value: Task | null;
  reason: string;
  warnings: readonly Warning[];
  onChange(task: Task): void;
}) {
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
      {reason === "" || reason === "as asked" ? null : (
        <p className="sm t2" style={{ marginBlockStart: 6 }}>
          {sentence(reason)}
        </p>
      )}
      <div className="warnings">
        <Warnings warnings={warnings} task={value} onTask={onChange} />
      </div>
    </>
  );
}
