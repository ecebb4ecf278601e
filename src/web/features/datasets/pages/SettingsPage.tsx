import { Button, Input, Select } from "antd";
import { CircleX, Trash2 } from "lucide-react";
import { updateDataset } from "../../../../capabilities/datasets/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Field } from "../../../ui/Field.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useForm } from "../../../ui/useForm.ts";
import { DatasetFrame } from "../components/DatasetFrame.tsx";
import type { Shown } from "../hooks/useDataset.ts";
import { useRemove } from "../hooks/useRemove.ts";

/** Name, description, target, and the way out. */
export default function SettingsPage() {
  return <DatasetFrame>{(shown) => <Settings key={shown.dataset.updatedAt} shown={shown} />}</DatasetFrame>;
}

interface Values extends Record<string, unknown> {
  name: string;
  description: string;
  target: string | null;
}

function Settings({ shown: { dataset, version } }: { shown: Shown }) {
  const t = useT();
  const place = usePlace();
  const remove = useRemove();
  const before = { name: dataset.name, description: dataset.description, target: dataset.target };
  const save = useAct(updateDataset, {
    onDone: (after) =>
      toast({ tone: "done", text: t("{name} saved", { name: after.name }), undo: () => save.mutateAsync({ datasetId: dataset.id, ...before }) }),
    onProblem: (error) => form.refuse(error),
  });
  const form = useForm<Values>(
    updateDataset.input,
    before,
    (values) =>
      save.mutate({
        datasetId: dataset.id,
        name: values.name,
        description: values.description,
        ...(values.target === dataset.target ? {} : { target: values.target }),
      }),
    { datasetId: dataset.id },
  );
  return (
    <div className="col g12" style={{ maxWidth: 620 }}>
      <Card title={t("Dataset")}>
        <form className="pad col g12" onSubmit={form.onSubmit} noValidate>
          <Field label={t("Name")} error={form.errorOf("name")}>
            {(control) => (
              <Input
                {...control}
                maxLength={200}
                value={form.values.name}
                onChange={(e) => form.set("name", e.target.value)}
                onBlur={() => form.blur("name")}
              />
            )}
          </Field>
          <Field label={t("Description")} optional error={form.errorOf("description")} help={t("Where the rows come from and what one row is.")}>
            {(control) => (
              <Input.TextArea
                {...control}
                rows={4}
                value={form.values.description}
                onChange={(e) => form.set("description", e.target.value)}
                onBlur={() => form.blur("description")}
              />
            )}
          </Field>
          <Field label={t("Target")} optional error={form.errorOf("target")} help={t("The column a model should predict. Profile and training start from it.")}>
            {(control) => (
              <Select
                {...control}
                showSearch
                value={form.values.target ?? ""}
                onChange={(target: string) => form.set("target", target === "" ? null : target)}
                options={[{ value: "", label: t("None") }, ...version.columns.map((c) => ({ value: c.name, label: c.name }))]}
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
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t("Save")}
            </Button>
          </div>
        </form>
      </Card>
      <Card title={t("Remove")} pad>
        <div className="row wrap">
          <p className="grow t2">{t("Takes the dataset out of every list. Its rows are kept, and you can undo it.")}</p>
          <Button danger icon={<Trash2 />} onClick={() => void remove([dataset], place.at("datasets"))}>
            {t("Remove {name}", { name: dataset.name })}
          </Button>
        </div>
      </Card>
    </div>
  );
}
