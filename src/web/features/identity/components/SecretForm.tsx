import { Button, Input } from "antd";
import { setSecret, type Secret } from "../../../../capabilities/identity/contract/secrets.ts";
import { useT } from "../../../lib/i18n.ts";
import { useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Field } from "../../../ui/Field.tsx";
import { FormProblem } from "../../../ui/FormProblem.tsx";
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
      <form className="col g12" onSubmit={form.onSubmit} noValidate autoComplete="off">
        <div className="grid c3">
          <Field label={t("Name")} help={t("Letters, digits, dots, dashes. Settings refer to it.")} error={form.errorOf("name")}>
            {(field) => (
              <Input
                {...field}
                className="mono"
                autoFocus={name === null}
                disabled={name !== null}
                value={form.values.name}
                onChange={(event) => form.set("name", event.target.value)}
                onBlur={() => form.blur("name")}
              />
            )}
          </Field>
          <Field label={t("Value")} help={t("Sealed at once. Nobody can read it back.")} error={form.errorOf("value")}>
            {(field) => (
              <Input.Password
                {...field}
                autoFocus={name !== null}
                autoComplete="new-password"
                value={form.values.value}
                onChange={(event) => form.set("value", event.target.value)}
                onBlur={() => form.blur("value")}
              />
            )}
          </Field>
          <Field label={t("What it is for")} optional error={form.errorOf("description")}>
            {(field) => (
              <Input
                {...field}
                value={form.values.description}
                onChange={(event) => form.set("description", event.target.value)}
                onBlur={() => form.blur("description")}
              />
            )}
          </Field>
        </div>
        <FormProblem problem={form.problem} />
        <div className="row">
          <Button type="primary" htmlType="submit" loading={set.isPending}>
            {name === null ? t("Keep the secret") : t("Replace the value")}
          </Button>
          <Button onClick={onCancel}>{t("Cancel")}</Button>
        </div>
      </form>
    </Card>
  );
}
