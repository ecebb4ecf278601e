import { Button, Input } from "antd";
import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "../../../lib/i18n.ts";
import { Field } from "../../../ui/Field.tsx";
import type { Form } from "../../../ui/useForm.ts";

export interface ProjectValues extends Record<string, unknown> {
  name: string;
  description: string;
}

/** Name and description of a project. */
export function ProjectForm({ form, act, busy, children }: { form: Form<ProjectValues>; act: string; busy: boolean; children?: ReactNode }) {
  const t = useT();
  return (
    <form className="card pad col g12" style={{ maxWidth: 560 }} onSubmit={form.onSubmit} noValidate>
      <Field label={t("Name")} error={form.errorOf("name")} help={t("What colleagues will look for.")}>
        {(field) => (
          <Input
            {...field}
            autoFocus
            maxLength={120}
            value={form.values.name}
            onChange={(event) => form.set("name", event.target.value)}
            onBlur={() => form.blur("name")}
          />
        )}
      </Field>
      <Field
        label={t("Description")}
        optional
        error={form.errorOf("description")}
        help={t("What should be predicted, for whom, and how you will know it works.")}
      >
        {(field) => (
          <Input.TextArea
            {...field}
            rows={4}
            value={form.values.description}
            onChange={(event) => form.set("description", event.target.value)}
            onBlur={() => form.blur("description")}
          />
        )}
      </Field>
      {form.problem === null ? null : (
        <div className="note err" role="alert">
          <CircleX size={16} aria-hidden />
          <span>
            {form.problem.detail} <span className="t2">{form.problem.fix}</span>
          </span>
        </div>
      )}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy}>
          {act}
        </Button>
        {children}
      </div>
    </form>
  );
}
