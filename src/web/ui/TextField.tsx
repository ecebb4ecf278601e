import { Input } from "antd";
import { Field, type FieldProps } from "./Field.tsx";
import type { Form } from "./useForm.ts";

export interface TextFieldProps<V extends Record<string, unknown>> extends Omit<FieldProps, "error" | "children"> {
  form: Form<V>;
  /** The value of the form that it edits. */
  name: keyof V & string;
  autoFocus?: boolean;
  disabled?: boolean;
  mono?: boolean;
  /** Typed unseen, and no password of the browser's is offered. */
  secret?: boolean;
}

/** A text of a form: checked when it is left. */
export function TextField<V extends Record<string, unknown>>({ form, name, autoFocus, disabled, mono, secret = false, ...field }: TextFieldProps<V>) {
  const Control = secret ? Input.Password : Input;
  return (
    <Field {...field} error={form.errorOf(name)}>
      {(control) => (
        <Control
          {...control}
          {...(secret ? { autoComplete: "new-password" } : {})}
          {...(mono ? { className: "mono" } : {})}
          autoFocus={autoFocus ?? false}
          disabled={disabled ?? false}
          value={String(form.values[name] ?? "")}
          onChange={(event) => form.set(name, event.target.value as V[typeof name])}
          onBlur={() => form.blur(name)}
        />
      )}
    </Field>
  );
}
