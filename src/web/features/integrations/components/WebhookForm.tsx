import { Select } from "antd";
import { createWebhook, webhookEvents, type Webhook, type WebhookEvent } from "../../../../capabilities/integrations/contract/webhooks.ts";
import { useT } from "../../../lib/i18n.ts";
import { useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Field } from "../../../ui/Field.tsx";
import { FieldsForm } from "../../../ui/FieldsForm.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { useForm } from "../../../ui/useForm.ts";

interface Values extends Record<string, unknown> {
  name: string;
  url: string;
  events: WebhookEvent[];
  secret: string;
}

/** A new webhook; the secret signs each delivery and is never shown again. */
export function WebhookForm({ onDone, onCancel }: { onDone(webhook: Webhook): void; onCancel(): void }) {
  const t = useT();
  const create = useAct(createWebhook, { onDone, onProblem: (error) => form.refuse(error) });
  const initial: Values = { name: "", url: "", events: ["model_version.created"], secret: "" };
  const form = useForm<Values>(createWebhook.input, initial, ({ secret, ...rest }) => create.mutate({ ...rest, ...(secret === "" ? {} : { secret }) }));
  return (
    <Card title={t("New webhook")} pad>
      <FieldsForm form={form} columns={2} act={t("Add the webhook")} busy={create.isPending} onCancel={onCancel}>
        <TextField form={form} name="name" label={t("Name")} help={t("Letters, digits, dots, dashes.")} autoFocus />
        <TextField form={form} name="url" label={t("Address")} help={t("Takes a POST over https. Redirects are not followed.")} />
        <Field label={t("Events")} help={t("Sent as MLflow sends them.")} error={form.errorOf("events")}>
          {(field) => (
            <Select
              {...field}
              mode="multiple"
              value={form.values.events}
              onChange={(value) => form.set("events", value)}
              onBlur={() => form.blur("events")}
              options={webhookEvents.map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
        <TextField form={form} name="secret" label={t("Secret")} help={t("Signs each delivery: X-MLflow-Signature. Never shown again.")} optional secret />
      </FieldsForm>
    </Card>
  );
}
