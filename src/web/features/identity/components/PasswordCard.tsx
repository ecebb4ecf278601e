import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { SetPassword } from "../../../../capabilities/identity/contract/auth.ts";
import type { Profile } from "../../../../capabilities/identity/contract/profile.ts";
import { useT } from "../../../lib/i18n.ts";
import { invalidateNoun } from "../../../lib/query.ts";
import { changePassword } from "../../../lib/signIn.ts";
import { Card } from "../../../ui/Card.tsx";
import { Field } from "../../../ui/Field.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useForm } from "../../../ui/useForm.ts";
import { Refused } from "./CredentialForm.tsx";

/** Chooses the first password after a one-time link, or changes it. */
export function PasswordCard({ profile }: { profile: Profile }) {
  const [round, setRound] = useState(0);
  return <PasswordForm key={`${round}-${String(profile.hasPassword)}`} profile={profile} onDone={() => setRound(round + 1)} />;
}

function PasswordForm({ profile, onDone }: { profile: Profile; onDone(): void }) {
  const t = useT();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: changePassword,
    onSuccess: async () => {
      await Promise.all([invalidateNoun(client, "profile"), invalidateNoun(client, "sessions")]);
      toast({ tone: "done", text: t("Password changed"), remark: t("Every other session of yours is signed out.") });
      onDone();
    },
    onError: (error) => form.refuse(error),
  });
  const initial = profile.hasPassword ? { currentPassword: "", password: "" } : { email: profile.email, password: "" };
  const form = useForm<{ password: string; currentPassword?: string; email?: string }>(SetPassword, initial, (values) => save.mutate(values));
  return (
    <Card
      title={profile.hasPassword ? t("Password") : t("Choose a password")}
      remark={profile.hasPassword ? undefined : t("so that you can sign in without the link")}
      pad
    >
      <form className="col g12" onSubmit={form.onSubmit} noValidate>
        {profile.hasPassword ? (
          <Field label={t("Current password")} error={form.errorOf("currentPassword")}>
            {(field) => (
              <Input.Password
                {...field}
                autoComplete="current-password"
                value={form.values.currentPassword}
                onChange={(event) => form.set("currentPassword", event.target.value)}
              />
            )}
          </Field>
        ) : (
          <Field label={t("E-mail to sign in with")} error={form.errorOf("email")}>
            {(field) => (
              <Input
                {...field}
                type="email"
                autoComplete="username"
                value={form.values.email}
                onChange={(event) => form.set("email", event.target.value)}
                onBlur={() => form.blur("email")}
              />
            )}
          </Field>
        )}
        <Field
          label={t("New password")}
          unit={t("at least {n} characters", { n: 10 })}
          error={form.errorOf("password")}
          help={t("Every other session of yours is signed out.")}
        >
          {(field) => (
            <Input.Password
              {...field}
              autoComplete="new-password"
              value={form.values.password}
              onChange={(event) => form.set("password", event.target.value)}
              onBlur={() => form.blur("password")}
            />
          )}
        </Field>
        {form.problem === null ? null : <Refused detail={form.problem.detail} fix={form.problem.fix} />}
        <div className="row">
          <Button htmlType="submit" loading={save.isPending}>
            {profile.hasPassword ? t("Change password") : t("Set password")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
