import { Button } from "antd";
import { CircleCheck, CircleDashed, CircleSlash, CircleX, Download, Hand, LoaderCircle, ScrollText, TriangleAlert, Undo2, type LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Plan, PlanStep } from "../../../../capabilities/assistant/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { msg, useT } from "../../../lib/i18n.ts";
import { ObjectRef } from "../../../ui/collection.tsx";
import { confirm } from "../../../ui/Confirm.tsx";
import { Bar } from "../../../ui/Progress.tsx";

const icons: Record<PlanStep["state"], readonly [LucideIcon, string]> = {
  waiting: [CircleDashed, "--text-3"],
  running: [LoaderCircle, "--primary"],
  done: [CircleCheck, "--ok"],
  failed: [CircleX, "--err"],
  skipped: [CircleSlash, "--text-3"],
  approval: [Hand, "--primary"],
  undone: [Undo2, "--text-3"],
};
const words: Record<PlanStep["state"], string> = {
  waiting: msg("Waits"),
  running: msg("Running"),
  done: msg("Done"),
  failed: msg("Failed"),
  skipped: msg("Skipped"),
  approval: msg("Waits for another person"),
  undone: msg("Undone"),
};
const effects = { read: msg("reads only"), write: msg("changes something"), destructive: msg("removes something") } as const;

interface PlanCardProps {
  plan: Plan;
  busy: boolean;
  /** Ctrl+Enter inside the chat approves this one: the newest. */
  keys?: boolean;
  onApprove(confirmed: boolean): void;
  onDismiss(): void;
  onUndo(step: number): void;
}

/** A plan: numbered steps with effect and warning; approve or dismiss; then progress, result and undo of each. */
export function PlanCard({ plan, busy, keys = false, onApprove, onDismiss, onUndo }: PlanCardProps) {
  const t = useT();
  const f = useFormat();
  const done = plan.steps.filter((step) => step.state === "done" || step.state === "undone").length;
  const destructive = plan.steps.filter((step) => step.effect === "destructive");
  const proposed = plan.state === "proposed";
  const approve = async () => {
    if (destructive.length === 0) return onApprove(false);
    const answer = await confirm({
      title: destructive[0]?.title ?? t("Remove something"),
      effect: t("You approve twice because this removes something. {warning}", { warning: destructive[0]?.warning ?? "" }),
      facts: destructive.map((step) => [t("Removes"), step.title] as const),
      act: destructive[0]?.title ?? t("Remove it"),
      danger: true,
    });
    if (answer) onApprove(true);
  };
  useCtrlEnter(keys && proposed && !busy, () => void approve());
  const title: Record<Plan["state"], string> = {
    proposed: t("Plan, {n, plural, one {# step} other {# steps}}", { n: plan.steps.length }),
    running: t("Plan, step {n} of {all}", { n: Math.min(done + 1, plan.steps.length), all: plan.steps.length }),
    done: t("Plan, done"),
    failed: t("Plan, stopped"),
    dismissed: t("Plan, dismissed"),
  };
  return (
    <section className="plan" aria-label={title[plan.state]}>
      <header>
        <h3 className="grow">{title[plan.state]}</h3>
        {plan.state === "dismissed" ? <span className="sm t3">{t("nothing was done")}</span> : null}
      </header>
      {plan.steps.map((step, i) => (
        <Step key={i} step={step} number={i + 1} f={f} busy={busy} onUndo={() => onUndo(i)} quiet={plan.state === "dismissed"} />
      ))}
      {proposed ? (
        <div className="plan-acts">
          <Button type="primary" size="small" danger={destructive.length > 0} loading={busy} onClick={() => void approve()}>
            {t("Approve and run")}
          </Button>
          <Button size="small" disabled={busy} onClick={onDismiss}>
            {t("Dismiss")}
          </Button>
          {keys ? (
            <span className="end">
              <kbd>Ctrl Enter</kbd>
            </span>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function useCtrlEnter(on: boolean, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      const inChat = event.target instanceof Element && event.target.closest(".chat-frame") !== null;
      if (!inChat || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      if (event.target instanceof HTMLTextAreaElement && event.target.value.trim() !== "") return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    document.addEventListener("keydown", press, true);
    return () => document.removeEventListener("keydown", press, true);
  }, [on]);
}

function Step({
  step,
  number,
  f,
  busy,
  onUndo,
  quiet,
}: {
  step: PlanStep;
  number: number;
  f: ReturnType<typeof useFormat>;
  busy: boolean;
  onUndo(): void;
  quiet: boolean;
}) {
  const t = useT();
  const [Icon, tone] = icons[step.state];
  const current = step.state === "running" || step.state === "approval";
  return (
    <div className={`plan-step ${current ? "now" : ""}`}>
      <Icon size={16} aria-hidden color={`var(${tone})`} className={step.state === "running" ? "spin" : ""} />
      <span className={quiet || step.state === "skipped" ? "t2" : "m"}>
        {t("{n}. {title}", { n: number, title: step.title })}
        <span className="sr">{t(words[step.state])}</span>
      </span>
      <span className={`step-note sm nowrap ${step.effect === "destructive" ? "err" : "t3"}`}>
        {step.state === "waiting" ? (
          t(effects[step.effect])
        ) : step.state === "done" && step.undoable && step.auditId !== null ? (
          <Button size="small" className="quiet" icon={<Undo2 />} disabled={busy} onClick={onUndo}>
            {t("Undo")}
          </Button>
        ) : (
          t(words[step.state])
        )}
      </span>
      <div className="below">
        {step.warning === null ? null : (
          <span className="row g6 warn top">
            <TriangleAlert size={14} aria-hidden />
            {step.warning}
          </span>
        )}
        {step.state === "waiting" && step.effect !== "read" ? (
          <span>{step.undoable ? t("Can be undone with one click.") : t("Cannot be undone from here.")}</span>
        ) : null}
        {step.detail === "" ? null : <span className={step.state === "failed" ? "err" : ""}>{step.detail}</span>}
        {step.state === "running" ? (
          <span className="row">
            <span className="grow">
              <Bar share01={step.total === null || step.total === 0 ? null : (step.done ?? 0) / step.total} label={step.title} />
            </span>
            {step.total === null ? null : <span className="num">{t("{done} of {total}", { done: f.count(step.done), total: f.count(step.total) })}</span>}
          </span>
        ) : null}
        <Links step={step} />
      </div>
    </div>
  );
}

function Links({ step }: { step: PlanStep }) {
  const t = useT();
  const { link } = step;
  return (
    <span className="row wrap g12">
      {link === null ? null : link.url !== undefined ? (
        <a href={link.url} download className="row g4">
          <Download size={14} aria-hidden />
          {t("Download")}
        </a>
      ) : (
        <ObjectRef
          icon
          type={link.kind === "model" && link.version !== undefined ? "modelVersion" : link.kind}
          id={link.kind === "model" && link.version !== undefined ? `${link.id}/${link.version}` : link.id}
        >
          {t("Open")}
        </ObjectRef>
      )}
      {step.approvalId === null ? null : (
        <ObjectRef icon type="approval" id={step.approvalId} projectId={null}>
          {t("Open the request")}
        </ObjectRef>
      )}
      {step.jobId === null ? null : (
        <ObjectRef icon type="job" id={step.jobId}>
          {t("Job")}
        </ObjectRef>
      )}
      {step.auditId === null ? null : (
        <ObjectRef type="audit" id={step.auditId} projectId={null}>
          <span className="row g4">
            <ScrollText size={14} aria-hidden />
            {t("Audit")}
          </span>
        </ObjectRef>
      )}
    </span>
  );
}
