import { Button, Input } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { Field } from "../../../ui/Field.tsx";
import { CircleX } from "lucide-react";

export interface Credentials {
  name: string;
  email: string;
  password: string;
}

const leastPassword = 10;

/** E-mail and password, with a name when an account is made; the error never says whether an address exists. */
export function CredentialForm({
  act,
  withName = false,
  fixedEmail,
  submit,
}: {
  act: string;
  withName?: boolean;
  fixedEmail?: string | undefined;
  submit(values: Credentials): Promise<void>;
}) {
  const t = useT();
  const [values, setValues] = useState<Credentials>({ name: "", email: fixedEmail ?? "", password: "" });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const missing = {
    name: withName && values.name.trim() === "" ? t("Say what colleagues call you.") : undefined,
    email: /^\S+@\S+\.\S+$/.test(values.email) ? undefined : t("An e-mail address looks like name@company.com."),
    password:
      values.password.length >= (withName ? leastPassword : 1)
        ? undefined
        : withName
          ? t("At least {n} characters.", { n: leastPassword })
          : t("Enter your password."),
  };
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setTried(true);
    if (missing.name ?? missing.email ?? missing.password) {
      setTimeout(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), 0);
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await submit(values);
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const problem = error === null ? null : problemOf(error);
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      {withName ? (
        <Field label={t("Your name")} error={tried ? missing.name : undefined}>
          {(field) => (
            <Input
              {...field}
              size="large"
              autoComplete="name"
              autoFocus
              value={values.name}
              onChange={(event) => setValues({ ...values, name: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <Field label={t("E-mail")} error={tried ? missing.email : undefined}>
        {(field) => (
          <Input
            {...field}
            size="large"
            type="email"
            autoComplete="username"
            autoFocus={!withName}
            disabled={fixedEmail !== undefined}
            value={values.email}
            onChange={(event) => setValues({ ...values, email: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t("Password")}
        unit={withName ? t("at least {n} characters", { n: leastPassword }) : undefined}
        error={tried ? missing.password : undefined}
      >
        {(field) => (
          <Input.Password
            {...field}
            size="large"
            autoComplete={withName ? "new-password" : "current-password"}
            value={values.password}
            onChange={(event) => setValues({ ...values, password: event.target.value })}
          />
        )}
      </Field>
      {problem === null ? null : <Refused detail={problem.detail} fix={problem.fix} />}
      <Button type="primary" size="large" block htmlType="submit" loading={busy}>
        {act}
      </Button>
    </form>
  );
}

/** A refusal inside a form. */
export function Refused({ detail, fix }: { detail: ReactNode; fix: ReactNode }) {
  return (
    <div className="note err" role="alert">
      <CircleX size={16} aria-hidden />
      <span>
        {detail} <span className="t2">{fix}</span>
      </span>
    </div>
  );
}
