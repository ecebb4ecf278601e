import { Button, Input, Select } from "antd";
import { Play } from "lucide-react";
import { useState } from "react";
import type { SignatureInput } from "../../../../capabilities/serving/contract/shapes.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { Field, type FieldControl } from "../../../ui/Field.tsx";
import { exampleOf, wrongWith, type Values } from "./predictValues.ts";

const shownFirst = 16;

interface PredictFormProps {
  inputs: readonly SignatureInput[];
  values: Values;
  onChange(values: Values): void;
  onSubmit(): void;
  busy: boolean;
}

/** One field per input of the signature, with the ranges and categories of the training data. */
export function PredictForm({ inputs, values, onChange, onSubmit, busy }: PredictFormProps) {
  const t = useT();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const wrong = inputs.map((input) => wrongWith(input, values[input.name] ?? ""));
  const shown = all ? inputs : inputs.slice(0, shownFirst);
  const fill = () => {
    setLeft(new Set());
    onChange(Object.fromEntries(inputs.map((input) => [input.name, exampleOf(input)])));
  };
  return (
    <form
      noValidate
      className="pad col g12"
      onSubmit={(event) => {
        event.preventDefault();
        setLeft(new Set(inputs.map((input) => input.name)));
        if (wrong.every((w) => w === null)) onSubmit();
        else setAll(true);
      }}
    >
      <div className="predict-fields">
        {shown.map((input) => {
          const w = left.has(input.name) ? wrongWith(input, values[input.name] ?? "") : null;
          return (
            <InputField
              key={input.name}
              input={input}
              value={values[input.name] ?? ""}
              error={w === null ? undefined : w === "needed" ? t("Needs a value.") : t("Must be a number.")}
              onChange={(text) => onChange({ ...values, [input.name]: text })}
              onBlur={() => setLeft(new Set([...left, input.name]))}
            />
          );
        })}
      </div>
      <div className="row wrap">
        <Button onClick={fill}>{t("Fill with an example")}</Button>
        {inputs.length > shownFirst && !all ? <Button onClick={() => setAll(true)}>{t("{n} more fields", { n: inputs.length - shownFirst })}</Button> : null}
        <span className="end">
          <Button type="primary" htmlType="submit" icon={<Play />} loading={busy}>
            {t("Predict")}
          </Button>
        </span>
      </div>
    </form>
  );
}

interface InputFieldProps {
  input: SignatureInput;
  value: string;
  error: string | undefined;
  onChange(text: string): void;
  onBlur(): void;
}

function InputField({ input, value, error, onChange, onBlur }: InputFieldProps) {
  const t = useT();
  const f = useFormat();
  const number = input.type === "number" || input.type === "integer";
  const range =
    number && input.min !== undefined && input.min !== null && input.max !== undefined && input.max !== null
      ? t("seen {min} to {max}", { min: f.metric(input.min, "value"), max: f.metric(input.max, "value") })
      : input.type === "string"
        ? t("text")
        : input.type;
  const control = (field: FieldControl) => {
    const options = input.type === "boolean" ? ["true", "false"] : input.enum === true ? input.categories : undefined;
    if (options)
      return (
        <Select
          {...field}
          allowClear
          value={value === "" ? null : value}
          options={options.map((c) => ({ value: c, label: c }))}
          onChange={(next: string | null) => onChange(next ?? "")}
          onBlur={onBlur}
        />
      );
    return (
      <>
        <Input
          {...field}
          value={value}
          placeholder={exampleOf(input)}
          inputMode={number ? "decimal" : "text"}
          {...(input.categories ? { list: `${field.id}-known` } : {})}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onBlur}
        />
        {input.categories ? (
          <datalist id={`${field.id}-known`}>
            {input.categories.slice(0, 200).map((category) => (
              <option key={category} value={category}>
                {category}
              </option>
            ))}
          </datalist>
        ) : null}
      </>
    );
  };
  return (
    <Field label={<span className="mono">{input.name}</span>} unit={input.required ? range : `${range}, ${t("optional")}`} error={error}>
      {control}
    </Field>
  );
}
