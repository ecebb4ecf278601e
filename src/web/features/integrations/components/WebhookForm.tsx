import { Button, Input, Select } from "antd";
import { createWebhook, webhookEvents, type Webhook, type WebhookEvent } from "../../../../capabilities/integrations/contract/webhooks.ts";
import { useT } from "../../../lib/i18n.ts";
import { useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Field } from "../../../ui/Field.tsx";
import { FormProblem } from "../../../ui/FormProblem.tsx";
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
      <form className="col g12" onSubmit={form.onSubmit} noValidate autoComplete="off">
        <div className="grid c2">
          <Field label={t("Name")} help={t("Letters, digits, dots, dashes.")} error={form.errorOf("name")}>
            {(field) => (
              <Input
                {...field}
                autoFocus
                value={form.values.name}
                onChange={(event) => form.set("name", event.target.value)}
                onBlur={() => form.blur("name")}
              />
            )}
          </Field>
          <Field label={t("Address")} help={t("Takes a POST over https. Redirects are not followed.")} error={form.errorOf("url")}>
            {(field) => <Input {...field} value={form.values.url} onChange={(event) => form.set("url", event.target.value)} onBlur={() => form.blur("url")} />}
          </Field>
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
          <Field label={t("Secret")} optional help={t("Signs each delivery: X-MLflow-Signature. Never shown again.")} error={form.errorOf("secret")}>
            {(field) => (
              <Input.Password
                {...field}
                autoComplete="new-password"
                value={form.values.secret}
                onChange={(event) => form.set("secret", event.target.value)}
                onBlur={() => form.blur("secret")}
              />
            )}
          </Field>
        </div>
        <FormProblem problem={form.problem} />
        <div className="row">
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t("Add the webhook")}
          </Button>
          <Button onClick={onCancel}>{t("Cancel")}</Button>
        </div>
      </form>
    </Card>
  );
}
