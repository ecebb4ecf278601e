import { Button, Input } from "antd";
import { createExperiment, updateExperiment, type Experiment } from "../../../../../capabilities/tracking/contract/experiments.ts";
import { useT } from "../../../../lib/i18n.ts";
import { useAct } from "../../../../lib/query.ts";
import { Field } from "../../../../ui/Field.tsx";
import { FormProblem } from "../../../../ui/FormProblem.tsx";
import { useForm } from "../../../../ui/useForm.ts";

interface Values extends Record<string, unknown> {
  name: string;
  description: string;
}

interface ExperimentFormProps {
  projectId: string;
  /** Absent: a new one. */
  experiment?: Experiment;
  onDone(experiment: Experiment): void;
  onCancel(): void;
}

/** Makes an experiment, or renames and describes one. */
export function ExperimentForm({ projectId, experiment, onDone, onCancel }: ExperimentFormProps) {
  const t = useT();
  const create = useAct(createExperiment, { onDone, onProblem: (error) => form.refuse(error) });
  const update = useAct(updateExperiment, { onDone, onProblem: (error) => form.refuse(error) });
  const initial: Values = { name: experiment?.name ?? "", description: experiment?.description ?? "" };
  const submit = (values: Values) => {
    if (experiment) update.mutate({ experimentId: experiment.id, ...values });
    else create.mutate({ projectId, ...values });
  };
  const form = useForm<Values>(createExperiment.input, initial, submit, { projectId });
  return (
    <form className="card pad col g12" style={{ maxWidth: 560 }} onSubmit={form.onSubmit} noValidate>
      <Field label={t("Name")} error={form.errorOf("name")}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={500}
            value={form.values.name}
            onChange={(e) => form.set("name", e.target.value)}
            onBlur={() => form.blur("name")}
          />
        )}
      </Field>
      <Field label={t("Description")} optional error={form.errorOf("description")}>
        {(control) => <Input.TextArea {...control} rows={2} value={form.values.description} onChange={(e) => form.set("description", e.target.value)} />}
      </Field>
      <FormProblem problem={form.problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={create.isPending || update.isPending}>
          {experiment ? t("Save") : t("Create")}
        </Button>
        <Button onClick={onCancel}>{t("Cancel")}</Button>
      </div>
    </form>
  );
}
