import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { CircleCheck } from "lucide-react";
import { checkExpression, createCustomMetric, updateCustomMetric, type CustomMetric } from "../../../../../capabilities/tracking/contract/custom-metrics.ts";
import { listRuns } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { queryFor, useAct } from "../../../../lib/query.ts";
import { useDebounced } from "../../../../lib/useDebounced.ts";
import { Field } from "../../../../ui/Field.tsx";
import { FormProblem } from "../../../../ui/FormProblem.tsx";
import { useForm } from "../../../../ui/useForm.ts";

interface Values extends Record<string, unknown> {
  name: string;
  expression: string;
  description: string;
}

interface FormProps {
  projectId: string;
  /** Absent: a new one. */
  metric?: CustomMetric;
  /** What the fields of a new one start with. */
  start?: { name: string; expression: string };
  onDone(): void;
  onCancel(): void;
}

/** Defines a metric by an expression; what is typed is checked and tried on the newest run. */
export function CustomMetricForm({ projectId, metric, start, onDone, onCancel }: FormProps) {
  const t = useT();
  const also = ["runs"];
  const create = useAct(createCustomMetric, { also, onDone, onProblem: (error) => form.refuse(error) });
  const update = useAct(updateCustomMetric, { also, onDone, onProblem: (error) => form.refuse(error) });
  const initial: Values = {
    name: metric?.name ?? start?.name ?? "",
    expression: metric?.expression ?? start?.expression ?? "",
    description: metric?.description ?? "",
  };
  const submit = (values: Values) => {
    if (metric) update.mutate({ customMetricId: metric.id, ...values });
    else create.mutate({ projectId, ...values });
  };
  const form = useForm<Values>(createCustomMetric.input, initial, submit, { projectId });
  const checked = useChecked(projectId, form.values.expression);
  return (
    <form className="card pad col g12" style={{ maxWidth: 720 }} onSubmit={form.onSubmit} noValidate>
      <Field label={t("Name")} help={t("Runs show it as custom.{name}.", { name: form.values.name || "f1" })} error={form.errorOf("name")}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            className="mono"
            maxLength={100}
            value={form.values.name}
            onChange={(e) => form.set("name", e.target.value)}
            onBlur={() => form.blur("name")}
          />
        )}
      </Field>
      <Field label={t("Expression")} help={checked.help} error={form.errorOf("expression") ?? checked.error}>
        {(control) => (
          <Input.TextArea
            {...control}
            className="mono"
            maxLength={1000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            spellCheck={false}
            value={form.values.expression}
            onChange={(e) => form.set("expression", e.target.value)}
            onBlur={() => form.blur("expression")}
          />
        )}
      </Field>
      <Field label={t("Description")} optional error={form.errorOf("description")}>
        {(control) => <Input.TextArea {...control} rows={2} value={form.values.description} onChange={(e) => form.set("description", e.target.value)} />}
      </Field>
      <FormProblem problem={form.problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" disabled={checked.error !== undefined} loading={create.isPending || update.isPending}>
          {metric ? t("Save") : t("Create")}
        </Button>
        <Button onClick={onCancel}>{t("Cancel")}</Button>
      </div>
    </form>
  );
}

/** The mistake under the word, or what the newest run's value would be. */
function useChecked(projectId: string, text: string) {
  const t = useT();
  const f = useFormat();
  const expression = useDebounced(text.trim(), 300);
  const newest = useQuery(queryFor(listRuns, { projectId, limit: 1 }));
  const run = newest.data?.items[0];
  const check = useQuery({
    ...queryFor(checkExpression, { projectId, expression, ...(run ? { runId: run.id } : {}) }),
    enabled: expression !== "" && !newest.isPending,
    placeholderData: keepPreviousData,
  });
  const usual = t("Metrics by name, + − × ÷, and functions of their course: last, min, max, mean.");
  if (expression === "" || !check.data) return { help: usual, error: undefined };
  const { error, keys, value } = check.data;
  if (error)
    return {
      help: usual,
      error: t("At “{words}”: {message} {fix}", { words: expression.slice(error.from, error.to) || "…", message: error.message, fix: error.fix }),
    };
  if (!run || value === null) return { help: t("Made of {keys}.", { keys: f.list(keys) }), error: undefined };
  return {
    help: (
      <span className="row g4">
        <CircleCheck size={14} color="var(--ok)" aria-hidden />
        {t("{value} for {run}, the newest run.", { value: typeof value === "number" ? f.metric(value, "score") : value, run: run.name })}
      </span>
    ),
    error: undefined,
  };
}
