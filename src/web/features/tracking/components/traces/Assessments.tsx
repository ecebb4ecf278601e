import { Button } from "antd";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { deleteAssessment, type Assessment } from "../../../../../capabilities/tracking/contract/assessments.ts";
import type { Trace } from "../../../../../capabilities/tracking/contract/traces.ts";
import { msg, useT } from "../../../../lib/i18n.ts";
import { useMayBuild } from "../../../../lib/may.ts";
import { Card } from "../../../../ui/Card.tsx";
import { confirm } from "../../../../ui/Confirm.tsx";
import { Time } from "../../../../ui/Time.tsx";
import { useDo } from "../../../../ui/useDo.ts";
import { AssessmentForm } from "./AssessmentForm.tsx";
import { inline } from "./words.ts";

const sources: Readonly<Record<Assessment["source"]["type"], string>> = {
  HUMAN: msg("Person"),
  LLM_JUDGE: msg("Model as judge"),
  CODE: msg("Code"),
  SOURCE_TYPE_UNSPECIFIED: msg("Unknown source"),
};

/** Feedback and expectations on a trace; `span` is the chosen one, which a new assessment may be about. */
export function Assessments({ trace, span, className }: { trace: Trace; span: { id: string; name: string } | null; className: string }) {
  const t = useT();
  const [form, setForm] = useState<"new" | string | null>(null);
  const may = useMayBuild(trace.projectId);
  const changed = trace.assessments.find((a) => a.id === form) ?? null;
  return (
    <Card
      title={t("Assessments")}
      className={className}
      remark={t("{n, plural, =0 {none yet} one {# assessment} other {# assessments}}", { n: trace.assessments.length })}
      actions={
        may ? (
          <Button size="small" icon={<Plus size={14} />} aria-expanded={form === "new"} onClick={() => setForm(form === "new" ? null : "new")}>
            {t("Add")}
          </Button>
        ) : undefined
      }
      pad
    >
      <div className="col g12">
        {form === null ? null : <AssessmentForm key={form} traceId={trace.id} span={span} changed={changed} onDone={() => setForm(null)} />}
        {trace.assessments.length === 0 && form === null ? (
          <p className="t2">
            {!may
              ? t("Nobody has said yet whether the answer was right.")
              : t("Say whether the answer was right, or what it should have been. Judges and scripts write here too.")}
          </p>
        ) : null}
        <ul className="col g12">
          {trace.assessments.map((assessment) => (
            <One key={assessment.id} assessment={assessment} onEdit={may ? () => setForm(assessment.id) : null} />
          ))}
        </ul>
      </div>
    </Card>
  );
}

function One({ assessment: a, onEdit }: { assessment: Assessment; onEdit: (() => void) | null }) {
  const t = useT();
  const remove = useDo(deleteAssessment, { also: ["traces"] });
  return (
    <li className={`assessment ${a.valid ? "" : "overridden"}`}>
      <div className="row wrap">
        <b>{a.name}</b>
        <span className="chip mono ellipsis" title={inline(a.value)}>
          {a.error === null ? inline(a.value) : t("no value")}
        </span>
        {a.kind === "expectation" ? <span className="sm t3">{t("expected")}</span> : null}
        {a.valid ? null : <span className="sm t3">{t("replaced by a later one")}</span>}
        {onEdit === null ? null : (
          <span className="end row g4">
            <button type="button" className="icon-button s" aria-label={t("Change {name}", { name: a.name })} onClick={onEdit}>
              <Pencil size={14} aria-hidden />
            </button>
            <button
              type="button"
              className="icon-button s"
              aria-label={t("Delete {name}", { name: a.name })}
              onClick={async () => {
                const sure = await confirm({
                  title: t("Delete {name}?", { name: a.name }),
                  effect: t("The assessment is gone for good. One that it replaced counts again."),
                  act: t("Delete the assessment"),
                  danger: true,
                });
                if (sure) remove.mutate({ traceId: a.traceId, assessmentId: a.id });
              }}
            >
              <Trash2 size={14} aria-hidden />
            </button>
          </span>
        )}
      </div>
      {a.error === null ? null : <p className="sm err">{a.error.message ?? a.error.code}</p>}
      {a.rationale === null ? null : <p className="assessment-why">{a.rationale}</p>}
      <p className="sm t3">
        {t(sources[a.source.type])}
        {a.source.id === null ? "" : ` · ${a.source.id}`}
        {a.spanId === null ? "" : ` · ${t("of one span")}`} · <Time at={a.updatedAt} />
      </p>
    </li>
  );
}
