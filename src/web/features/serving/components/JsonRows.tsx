import { Button, Input } from "antd";
import { Play } from "lucide-react";
import { useState } from "react";
import { maxPredictRows } from "../../../../capabilities/serving/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { Field } from "../../../ui/Field.tsx";

/** Rows written as JSON: one object, or a list of them. */
export function JsonRows({ row, busy, onSubmit }: { row: Record<string, unknown>; busy: boolean; onSubmit(rows: Record<string, unknown>[]): void }) {
  const t = useT();
  const [text, setText] = useState(() => JSON.stringify([row], null, 2));
  const [error, setError] = useState<string | undefined>();
  const submit = () => {
    const rows = parse(text);
    if (rows === null || rows.length === 0 || rows.length > maxPredictRows)
      setError(t("Write one row as an object, or up to {n} in a list.", { n: maxPredictRows }));
    else {
      setError(undefined);
      onSubmit(rows);
    }
  };
  return (
    <form
      className="pad col g12"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label={t("Rows")} error={error} help={t("The first row's answer is shown; all rows are logged.")}>
        {(field) => <Input.TextArea {...field} className="mono" rows={12} value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <div className="row">
        <span className="end">
          <Button type="primary" htmlType="submit" icon={<Play />} loading={busy}>
            {t("Predict")}
          </Button>
        </span>
      </div>
    </form>
  );
}

function parse(text: string): Record<string, unknown>[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const rows: unknown[] = Array.isArray(value) ? value : [value];
    return rows.every((r): r is Record<string, unknown> => typeof r === "object" && r !== null && !Array.isArray(r)) ? rows : null;
  } catch {
    return null;
  }
}
