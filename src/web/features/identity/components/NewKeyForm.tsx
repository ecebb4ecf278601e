import { Select } from "antd";
import type * as z from "zod";
import { createKey, type NewKey } from "../../../../capabilities/identity/contract/keys.ts";
import { useT } from "../../../lib/i18n.ts";
import { useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Field } from "../../../ui/Field.tsx";
import { FieldsForm } from "../../../ui/FieldsForm.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { useForm } from "../../../ui/useForm.ts";

/** Makes a key: name, scope, expiry; 90 days unless said otherwise. */
export function NewKeyForm({ onDone, onCancel }: { onDone(key: z.output<typeof NewKey>): void; onCancel(): void }) {
  const t = useT();
  const create = useAct(createKey, { onDone, onProblem: (error) => form.refuse(error) });
  const form = useForm<{ name: string; expiresInDays: number; scopes?: string[] }>(createKey.input, { name: "", expiresInDays: 90 }, (values) =>
    create.mutate(values),
  );
  return (
    <Card title={t("New key")} pad>
      <FieldsForm form={form} columns={3} act={t("Make the key")} busy={create.isPending} onCancel={onCancel}>
        <TextField form={form} name="name" label={t("Name")} help={t("Where it is used, for example ci or notebook.")} autoFocus />
        <Field label={t("May do")} error={form.errorOf("scopes")}>
          {(field) => (
            <Select
              {...field}
              value={form.values.scopes?.[0] ?? "all"}
              onChange={(value) =>
                form.set("scopes", value === "all" ? (undefined as unknown as string[]) : scopeSets[value as keyof typeof scopeSets].slice())
              }
              options={[
                { value: "all", label: t("Everything you may") },
                { value: "*:read", label: t("Read everything") },
                { value: "run:write", label: t("Log runs and read") },
                { value: "deployment:predict", label: t("Predict only") },
              ]}
            />
          )}
        </Field>
        <Field label={t("Expires after")} unit={t("days")} error={form.errorOf("expiresInDays")}>
          {(field) => (
            <Select
              {...field}
              value={form.values.expiresInDays}
              onChange={(value) => form.set("expiresInDays", value)}
              options={[7, 30, 90, 365].map((value) => ({ value, label: String(value) }))}
            />
          )}
        </Field>
      </FieldsForm>
    </Card>
  );
}

const scopeSets = {
  "*:read": ["*:read"],
  "run:write": ["run:write", "*:read"],
  "deployment:predict": ["deployment:predict"],
} as const;
