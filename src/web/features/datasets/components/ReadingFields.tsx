import { Input, Select } from "antd";
import { Delimiter, Encoding } from "../../../../capabilities/datasets/contract/shapes.ts";
import { useT } from "../../../lib/i18n.ts";
import { Field } from "../../../ui/Field.tsx";

export interface Reading {
  name: string;
  encoding: Encoding;
  delimiter: Delimiter;
  header: "auto" | "yes" | "no";
}

export const defaultReading: Reading = { name: "", encoding: "auto", delimiter: "auto", header: "auto" };

/** How the file is read; everything is found out by itself unless said otherwise. */
export function ReadingFields({ value, onChange, withName }: { value: Reading; onChange(next: Reading): void; withName: boolean }) {
  const t = useT();
  const delimiters: Record<Delimiter, string> = { auto: t("Found in the file"), comma: t("Comma"), semicolon: t("Semicolon"), tab: t("Tab"), pipe: t("Pipe") };
  return (
    <details className="reading">
      <summary className="sm">{t("Name and format, found in the file unless you say")}</summary>
      <div className="grid c2">
        {withName ? (
          <Field label={t("Name")} optional help={t("Default: the file's name.")}>
            {(control) => <Input {...control} maxLength={200} value={value.name} onChange={(e) => onChange({ ...value, name: e.target.value })} />}
          </Field>
        ) : null}
        <Field label={t("Separator")}>
          {(control) => (
            <Select
              {...control}
              value={value.delimiter}
              onChange={(delimiter) => onChange({ ...value, delimiter })}
              options={Delimiter.options.map((d) => ({ value: d, label: delimiters[d] }))}
            />
          )}
        </Field>
        <Field label={t("Encoding")}>
          {(control) => (
            <Select
              {...control}
              showSearch
              value={value.encoding}
              onChange={(encoding) => onChange({ ...value, encoding })}
              options={Encoding.options.map((e) => ({ value: e, label: e === "auto" ? t("Found in the file") : e }))}
            />
          )}
        </Field>
        <Field label={t("First row names the columns")}>
          {(control) => (
            <Select<Reading["header"]>
              {...control}
              value={value.header}
              onChange={(header) => onChange({ ...value, header })}
              options={[
                { value: "auto", label: t("Found in the file") },
                { value: "yes", label: t("Yes") },
                { value: "no", label: t("No") },
              ]}
            />
          )}
        </Field>
      </div>
    </details>
  );
}
