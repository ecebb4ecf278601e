import { Button, Input, InputNumber, Select, Switch } from "antd";
import { Trash2 } from "lucide-react";
import type * as z from "zod";
import type { Column } from "../../../../../capabilities/datasets/contract.ts";
import type { AppliedStep, Step } from "../../../../../capabilities/datasets/contract/cleaning.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { Facts } from "../../../../ui/Card.tsx";
import { Field } from "../../../../ui/Field.tsx";
import type { DraftStep } from "../../hooks/useRecipe.ts";
import { stepNames, strategies } from "../effectWords.ts";
import { isNumeric } from "../words.ts";

export interface StepEditorProps {
  draft: DraftStep;
  columns: readonly Column[];
  applied: z.output<typeof AppliedStep> | null;
  number: number;
  reason: string | null;
  onChange(draft: DraftStep): void;
  onRemove(): void;
}

/** What the chosen step works on and how, its effect on all rows, and why it was suggested. */
export function StepEditor({ draft, columns, applied, number, reason, onChange, onRemove }: StepEditorProps) {
  const t = useT();
  const f = useFormat();
  const { step } = draft;
  const change = (next: Step) => onChange({ ...draft, step: next });
  const free = columns.filter((c) => c.role !== "target" && (step.kind !== "clip" || isNumeric(c.type)));
  const chosen = step.kind === "dropNonNumeric" ? (step.keep ?? []) : (step.columns ?? []);
  const withColumns = (names: string[]): Step => {
    if (step.kind === "dropNonNumeric") return names.length === 0 ? { kind: step.kind } : { ...step, keep: names };
    if (step.kind === "dropColumns") return { ...step, columns: names.length === 0 ? step.columns : names };
    const { columns: _before, ...rest } = step;
    return names.length === 0 ? rest : { ...step, columns: names };
  };
  const fitted: [string, string][] = applied
    ? [
        ...Object.entries(applied.fitted.values ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
        ...Object.entries(applied.fitted.limits ?? {}).map(([name, [low, high]]): [string, string] => [
          name,
          `${f.metric(low, "value")} – ${f.metric(high, "value")}`,
        ]),
      ]
    : [];
  return (
    <aside className="clean-inspector" aria-label={t("Step {n}", { n: number })}>
      <header>
        <span className="row">
          <h2 className="grow h-section">{t(stepNames[step.kind])}</h2>
          <Switch size="small" checked={draft.on} aria-label={t("On")} onChange={(on) => onChange({ ...draft, on })} />
          <Button size="small" className="quiet" icon={<Trash2 />} aria-label={t("Remove the step")} title={t("Remove the step")} onClick={onRemove} />
        </span>
        <span className="sm t2">{t("Step {n}", { n: number })}</span>
      </header>
      <div className="pad col g12">
        <Field
          label={step.kind === "dropNonNumeric" ? t("Columns to keep") : t("Columns")}
          optional={step.kind !== "dropColumns"}
          help={
            step.kind === "dropColumns"
              ? t("At least one.")
              : step.kind === "dropNonNumeric"
                ? t("The target is always kept.")
                : t("None chosen means all that apply, never the target.")
          }
        >
          {(control) => (
            <Select
              {...control}
              mode="multiple"
              maxTagCount={6}
              value={chosen}
              onChange={(names: string[]) => change(withColumns(names))}
              options={free.map((c) => ({ value: c.name, label: c.name }))}
            />
          )}
        </Field>
        {step.kind === "impute" ? <Impute step={step} onChange={change} /> : null}
        {step.kind === "clip" ? <Clip step={step} onChange={change} /> : null}
      </div>
      {applied ? (
        <div className="pad col">
          <h3>{t("Effect of this step")}</h3>
          <Facts
            facts={[
              [t("Rows removed"), f.count(applied.effect.rowsDropped)],
              [t("Columns removed"), f.count(applied.effect.columnsDropped)],
              [t("Cells changed"), f.count(applied.effect.cellsChanged)],
            ]}
          />
          {applied.fitted.dropped && applied.fitted.dropped.length > 0 ? <p className="sm mono t2">{f.list(applied.fitted.dropped.slice(0, 30))}</p> : null}
          {fitted.length === 0 ? null : (
            <>
              <h3>{t("Values it uses")}</h3>
              <Facts facts={fitted.slice(0, 40)} />
            </>
          )}
        </div>
      ) : null}
      {reason === null ? null : (
        <div className="pad col">
          <h3>{t("Why suggested")}</h3>
          <p className="sm t2">{reason}</p>
        </div>
      )}
    </aside>
  );
}

function Impute({ step, onChange }: { step: Extract<Step, { kind: "impute" }>; onChange(step: Step): void }) {
  const t = useT();
  const { value: _value, ...rest } = step;
  return (
    <>
      <Field label={t("Fill with")}>
        {(control) => (
          <Select
            {...control}
            value={step.strategy}
            onChange={(strategy) => onChange(strategy === "constant" ? { ...rest, strategy, value: step.value ?? "unknown" } : { ...rest, strategy })}
            options={(Object.keys(strategies) as (keyof typeof strategies)[]).map((key) => ({ value: key, label: t(strategies[key]) }))}
          />
        )}
      </Field>
      {step.strategy === "constant" ? (
        <Field label={t("Constant")} help={t("A number fills numeric columns; text fills text columns.")}>
          {(control) => (
            <Input
              {...control}
              value={String(step.value ?? "")}
              onChange={(event) => {
                const text = event.target.value;
                onChange({ ...step, value: text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text });
              }}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

type ClipStep = Extract<Step, { kind: "clip" }>;

function Clip({ step, onChange }: { step: ClipStep; onChange(step: Step): void }) {
  const t = useT();
  const byShare = step.lowerQuantile01 !== undefined || step.upperQuantile01 !== undefined;
  const { lower, upper, lowerQuantile01, upperQuantile01, ...rest } = step;
  const put = (part: Partial<Record<"lower" | "upper" | "lowerQuantile01" | "upperQuantile01", number | null>>) => {
    const merged = { lower, upper, lowerQuantile01, upperQuantile01, ...part };
    onChange({ ...rest, ...Object.fromEntries(Object.entries(merged).filter(([, v]) => typeof v === "number")) } as ClipStep);
  };
  return (
    <>
      <Field label={t("Limits")}>
        {(control) => (
          <Select
            {...control}
            value={byShare ? "share" : "value"}
            onChange={(how) =>
              put(
                how === "share"
                  ? { lower: null, upper: null, lowerQuantile01: 0.01, upperQuantile01: 0.99 }
                  : { lowerQuantile01: null, upperQuantile01: null, lower: 0, upper: 100 },
              )
            }
            options={[
              { value: "share", label: t("by share of rows") },
              { value: "value", label: t("by value") },
            ]}
          />
        )}
      </Field>
      <div className="grid c2">
        <Field label={t("Lower")} {...(byShare ? { unit: "%" } : {})} optional>
          {(control) => (
            <InputNumber
              {...control}
              style={{ width: "100%" }}
              value={byShare ? (lowerQuantile01 === undefined ? null : lowerQuantile01 * 100) : (lower ?? null)}
              onChange={(n) => put(byShare ? { lowerQuantile01: n === null ? null : Math.min(100, Math.max(0, n)) / 100 } : { lower: n })}
            />
          )}
        </Field>
        <Field label={t("Upper")} {...(byShare ? { unit: "%" } : {})} optional>
          {(control) => (
            <InputNumber
              {...control}
              style={{ width: "100%" }}
              value={byShare ? (upperQuantile01 === undefined ? null : upperQuantile01 * 100) : (upper ?? null)}
              onChange={(n) => put(byShare ? { upperQuantile01: n === null ? null : Math.min(100, Math.max(0, n)) / 100 } : { upper: n })}
            />
          )}
        </Field>
      </div>
    </>
  );
}
