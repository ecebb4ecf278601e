import { Button } from "antd";
import type { ReactNode } from "react";
import { useT } from "../lib/i18n.ts";
import { FormProblem } from "./FormProblem.tsx";
import type { Form } from "./useForm.ts";

interface FieldsFormProps<V extends Record<string, unknown>> {
  form: Form<V>;
  columns: 2 | 3;
  /** Word of the button that sends it. */
  act: string;
  busy: boolean;
  onCancel(): void;
  /** Below the fields: boxes to tick. */
  more?: ReactNode;
  children: ReactNode;
}

/** Fields in columns; below them what was refused, the act and the way out. */
export function FieldsForm<V extends Record<string, unknown>>({ form, columns, act, busy, onCancel, more, children }: FieldsFormProps<V>) {
  const t = useT();
  return (
    <form className="col g12" onSubmit={form.onSubmit} noValidate autoComplete="off">
      <div className={`grid c${columns}`}>{children}</div>
      {more}
      <FormProblem problem={form.problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy}>
          {act}
        </Button>
        <Button onClick={onCancel}>{t("Cancel")}</Button>
      </div>
    </form>
  );
}
