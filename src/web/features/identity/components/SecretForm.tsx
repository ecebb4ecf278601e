import { setSecret, type Secret } from "../../../../capabilities/identity/contract/secrets.ts";
import { useT } from "../../../lib/i18n.ts";
import { useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { FieldsForm } from "../../../ui/FieldsForm.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { useForm } from "../../../ui/useForm.ts";

/** Keeps a new secret, or gives a known one a new value. What is typed is sealed and never shown again. */
export function SecretForm({ name, onDone, onCancel }: { name: string | null; onDone(secret: Secret): void; onCancel(): void }) {
  const t = useT();
  const set = useAct(setSecret, { onDone, onProblem: (error) => form.refuse(error) });
  const form = useForm<{ name: string; value: string; description: string }>(setSecret.input, { name: name ?? "", value: "", description: "" }, (values) =>
    set.mutate({ name: values.name, value: values.value, ...(values.description === "" ? {} : { description: values.description }) }),
  );
  return (
    <Card title={name === null ? t("New secret") : t("New value of {name}", { name })} pad>
      <FieldsForm form={form} columns={3} act={name === null ? t("Keep the secret") : t("Replace the value")} busy={set.isPending} onCancel={onCancel}>
        <TextField
          form={form}
          name="name"
          label={t("Name")}
          help={t("Letters, digits, dots, dashes. Settings refer to it.")}
          mono
          autoFocus={name === null}
          disabled={name !== null}
        />
        <TextField form={form} name="value" label={t("Value")} help={t("Sealed at once. Nobody can read it back.")} secret autoFocus={name !== null} />
        <TextField form={form} name="description" label={t("What it is for")} optional />
      </FieldsForm>
    </Card>
  );
}
