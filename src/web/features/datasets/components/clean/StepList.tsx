import { Button, Switch } from "antd";
import { ArrowDown, ArrowUp, History, Plus } from "lucide-react";
import type { Column } from "../../../../../capabilities/datasets/contract.ts";
import type { AppliedStep, Step } from "../../../../../capabilities/datasets/contract/cleaning.ts";
import type * as z from "zod";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { MenuList, Popup } from "../../../../ui/Popup.tsx";
import { moved, type DraftStep } from "../../hooks/useRecipe.ts";
import { effectWords, stepNames, stepRemark } from "../effectWords.ts";
import { isNumeric } from "../words.ts";
import type { Suggested } from "./CleanEditor.tsx";

export interface StepListProps {
  recipe: readonly DraftStep[];
  chosen: number;
  onChoose(index: number): void;
  onChange(steps: readonly DraftStep[], choose?: number): void;
  onAdd(step: Step): void;
  effectOf(index: number): z.output<typeof AppliedStep> | null;
  columns: readonly Column[];
  suggestions: readonly Suggested[];
  kept: number;
}

/** A new step of a kind with values that work for these columns. */
export function newStep(kind: Step["kind"], columns: readonly Column[]): Step {
  const free = columns.filter((c) => c.role !== "target");
  const numbers = free.filter((c) => isNumeric(c.type)).map((c) => c.name);
  const first = free[0]?.name ?? "";
  switch (kind) {
    case "dropColumns":
      return { kind, columns: [first] };
    case "impute":
      return { kind, strategy: "auto" };
    case "clip":
      return { kind, ...(numbers[0] === undefined ? {} : { columns: [numbers[0]] }), lowerQuantile01: 0.01, upperQuantile01: 0.99 };
    default:
      return { kind };
  }
}

/** The recipe: order, on or off, effect of each step; suggestions below. */
export function StepList({ recipe, chosen, onChoose, onChange, onAdd, effectOf, columns, suggestions, kept }: StepListProps) {
  const t = useT();
  const f = useFormat();
  const taken = new Set(recipe.map((s) => JSON.stringify(s.step)));
  const rest = suggestions.filter((s) => !taken.has(JSON.stringify(s.step)));
  return (
    <section className="clean-recipe" aria-label={t("Recipe")}>
      <header className="row">
        <h2 className="grow">{t("Recipe")}</h2>
        <span className="sm t2">{t("{on} of {all} on", { on: recipe.filter((s) => s.on).length, all: recipe.length })}</span>
        <Popup
          side="end"
          label={t("Kinds of steps")}
          button={(attributes) => (
            <Button size="small" icon={<Plus />} {...attributes}>
              {t("Add step")}
            </Button>
          )}
        >
          {(close) => (
            <MenuList
              close={close}
              items={(Object.keys(stepNames) as Step["kind"][]).map((kind) => ({
                key: kind,
                label: t(stepNames[kind]),
                onSelect: () => onAdd(newStep(kind, columns)),
              }))}
            />
          )}
        </Popup>
      </header>
      <div className="clean-steps">
        {recipe.map(({ step, on }, i) => {
          const applied = effectOf(i);
          const name = t(stepNames[step.kind]);
          return (
            <div key={i} className={`clean-step ${i === chosen ? "on" : ""} ${on ? "" : "off"}`}>
              <button type="button" className="clean-step-open" aria-current={i === chosen ? "step" : undefined} onClick={() => onChoose(i)}>
                <span className="no">{i + 1}</span>
                <span className="grow">
                  <span className="m block">{name}</span>
                  <span className="sm t2 block ellipsis">{stepRemark(step, t, f)}</span>
                </span>
                <span className="sm t2 nowrap">{on ? (applied ? effectWords(applied.effect, t, f).join(", ") : "") : t("off")}</span>
              </button>
              {i === chosen ? (
                <span className="row g4 clean-step-acts">
                  <Switch
                    size="small"
                    checked={on}
                    aria-label={t("Step {n}, {name}, on", { n: i + 1, name })}
                    onChange={(next) => onChange(recipe.map((s, at) => (at === i ? { ...s, on: next } : s)))}
                  />
                  <span className="end row g4">
                    <button
                      type="button"
                      className="icon-button s"
                      disabled={i === 0}
                      aria-label={t("Move up")}
                      title={t("Move up")}
                      onClick={() => onChange(moved(recipe, i, -1), i - 1)}
                    >
                      <ArrowUp size={14} aria-hidden />
                    </button>
                    <button
                      type="button"
                      className="icon-button s"
                      disabled={i === recipe.length - 1}
                      aria-label={t("Move down")}
                      title={t("Move down")}
                      onClick={() => onChange(moved(recipe, i, 1), i + 1)}
                    >
                      <ArrowDown size={14} aria-hidden />
                    </button>
                  </span>
                </span>
              ) : null}
            </div>
          );
        })}
        {recipe.length === 0 ? <p className="pad t2">{t("No step yet. Nothing would change.")}</p> : null}
        {rest.length === 0 ? null : (
          <div className="clean-suggested">
            <h3>{t("Suggested")}</h3>
            {rest.map((s) => (
              <div key={s.title} className="row top">
                <span className="grow sm">
                  {s.title} <span className="t2">({effectWords(s.effect, t, f).join(", ")})</span>
                </span>
                <Button size="small" aria-label={t("Add: {step}", { step: s.title })} onClick={() => onAdd(s.step)}>
                  {t("Add")}
                </Button>
              </div>
            ))}
          </div>
        )}
      </div>
      <footer className="sm t2 row">
        <History size={14} aria-hidden /> {t("v{n} is never changed.", { n: kept })}
      </footer>
    </section>
  );
}
