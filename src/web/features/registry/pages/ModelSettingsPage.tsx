import { Button, Input } from "antd";
import { Archive, Trash2 } from "lucide-react";
import { useNavigate } from "react-router";
import { archiveModel, deleteModel, updateModel } from "../../../../capabilities/registry/contract/models.ts";
import type { Model } from "../../../../capabilities/registry/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { useAct } from "../../../lib/query.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { Field } from "../../../ui/Field.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { useForm } from "../../../ui/useForm.ts";
import { FormProblem } from "../../../ui/FormProblem.tsx";
import { ModelFrame } from "../components/ModelFrame.tsx";

/** Name and description of a model; archiving and deleting it. */
export default function ModelSettingsPage() {
  return <ModelFrame>{(model) => <Settings key={model.id} model={model} />}</ModelFrame>;
}

function Settings({ model }: { model: Model }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const undo = useDo(updateModel);
  const save = useAct(updateModel, {
    onDone: () =>
      toast({ tone: "done", text: t("Saved"), undo: () => undo.mutateAsync({ modelId: model.id, name: model.name, description: model.description }) }),
    onProblem: (error) => form.refuse(error),
  });
  const form = useForm(updateModel.input, { name: model.name, description: model.description }, (values) => save.mutate({ modelId: model.id, ...values }), {
    modelId: model.id,
  });
  const archive = useDo(archiveModel, { onDone: () => void navigate(place.at("models")) });
  const remove = useDo(deleteModel, { also: ["deployments"], onDone: () => void navigate(place.at("models")) });
  const askToDelete = async () => {
    const answer = await confirm({
      title: t("Delete {name}", { name: model.name }),
      effect: t("Its versions and aliases go with it, scripts that load it fail, and the name is free for another."),
      act: t("Delete {name}", { name: model.name }),
      danger: true,
      typeName: model.name,
      kept: t("Runs and their files stay. The audit log can undo it while the name is free."),
    });
    if (answer) remove.mutate({ modelId: model.id });
  };
  const ask = async () => {
    const answer = await confirm({
      title: t("Archive {name}", { name: model.name }),
      effect: t("It leaves the lists. Its versions, files and history stay and can be read under Archived."),
      act: t("Archive {name}", { name: model.name }),
      danger: true,
      typeName: model.name,
      kept: t("Nothing is deleted. The audit log can undo it."),
    });
    if (answer) archive.mutate({ modelId: model.id });
  };
  return (
    <form className="card pad col g12" style={{ maxWidth: 560 }} onSubmit={form.onSubmit} noValidate>
      <Field label={t("Name")} error={form.errorOf("name")}>
        {(field) => <Input {...field} value={form.values.name} onChange={(event) => form.set("name", event.target.value)} onBlur={() => form.blur("name")} />}
      </Field>
      <Field label={t("Description")} optional error={form.errorOf("description")} help={t("What it predicts, for whom, and what it must not be used for.")}>
        {(field) => <Input.TextArea {...field} rows={4} value={form.values.description} onChange={(event) => form.set("description", event.target.value)} />}
      </Field>
      <FormProblem problem={form.problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("Save")}
        </Button>
        <span className="end row g6">
          {model.archived || model.kind === "prompt" ? null : (
            <Button icon={<Archive />} loading={archive.isPending} onClick={() => void ask()}>
              {t("Archive")}
            </Button>
          )}
          <Button danger icon={<Trash2 />} loading={remove.isPending} onClick={() => void askToDelete()}>
            {t("Delete")}
          </Button>
        </span>
      </div>
    </form>
  );
}
