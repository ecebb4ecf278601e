import { Button, Input } from "antd";
import { X } from "lucide-react";
import { deleteAlias, setAlias } from "../../../../capabilities/registry/contract/aliases.ts";
import { useT } from "../../../lib/i18n.ts";
import { useAct } from "../../../lib/query.ts";
import { Field } from "../../../ui/Field.tsx";
import { FormProblem } from "../../../ui/FormProblem.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { useForm } from "../../../ui/useForm.ts";

interface Of {
  modelId: string;
  version: number;
}

/** Aliases of a version: take one away, or point another here. */
export function Aliases({ modelId, version, aliases }: Of & { aliases: readonly string[] }) {
  const t = useT();
  const back = useDo(setAlias);
  const drop = useDo(deleteAlias);
  const remove = (alias: string) =>
    drop.mutate(
      { modelId, alias },
      {
        onSuccess: () => toast({ tone: "done", text: t("@{alias} points nowhere now", { alias }), undo: () => back.mutateAsync({ modelId, alias, version }) }),
      },
    );
  return (
    <section aria-label={t("Aliases")} className="col g8">
      {aliases.length === 0 ? (
        <p className="t2">{t("No alias points at this version.")}</p>
      ) : (
        <ul className="row g6 wrap tag-list">
          {aliases.map((alias) => (
            <li key={alias} className="chip pri">
              @{alias}
              <button type="button" className="icon-button s" aria-label={t("Take @{alias} away", { alias })} onClick={() => remove(alias)}>
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <NewAlias key={aliases.join()} modelId={modelId} version={version} />
    </section>
  );
}

function NewAlias({ modelId, version }: Of) {
  const t = useT();
  const add = useAct(setAlias, {
    onDone: (_model, { alias }) => toast({ tone: "done", text: t("@{alias} points at v{version}", { alias, version }) }),
    onProblem: (error) => form.refuse(error),
  });
  const form = useForm(setAlias.input, { alias: "" }, (values) => add.mutate({ modelId, version, ...values }), { modelId, version });
  return (
    <form className="col g8" onSubmit={form.onSubmit} noValidate>
      <Field label={t("Point an alias here")} error={form.errorOf("alias")} help={t("A word such as champion; if it points elsewhere it moves.")}>
        {(field) => (
          <div className="row g6">
            <Input
              {...field}
              size="small"
              value={form.values.alias}
              onChange={(event) => form.set("alias", event.target.value)}
              onBlur={() => form.values.alias !== "" && form.blur("alias")}
            />
            <Button size="small" htmlType="submit" loading={add.isPending}>
              {t("Set")}
            </Button>
          </div>
        )}
      </Field>
      <FormProblem problem={form.problem} />
    </form>
  );
}
