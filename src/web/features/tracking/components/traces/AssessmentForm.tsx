import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { createAssessment, updateAssessment, type Assessment } from "../../../../../capabilities/tracking/contract/assessments.ts";
import type { JsonValue } from "../../../../../kernel/contract/common.ts";
import { useT } from "../../../../lib/i18n.ts";
import type { Problem } from "../../../../lib/problem.ts";
import { useAct } from "../../../../lib/query.ts";
import { useSession } from "../../../../lib/session.ts";
import { Field } from "../../../../ui/Field.tsx";
import { FormProblem } from "../../../../ui/FormProblem.tsx";
import { Segments } from "../../../../ui/Segments.tsx";
import { inline } from "./words.ts";

type Kind = "feedback" | "expectation";

/** A new assessment of the trace or the chosen span, or another value for one there is. */
export function AssessmentForm({
  traceId,
  span,
  changed,
  onDone,
}: {
  traceId: string;
  span: { id: string; name: string } | null;
  changed: Assessment | null;
  onDone(): void;
}) {
  const t = useT();
  const { profile } = useSession();
  const [kind, setKind] = useState<Kind>("feedback");
  const [name, setName] = useState(changed?.name ?? "");
  const [text, setText] = useState(changed ? inline(changed.value) : "");
  const [rationale, setRationale] = useState(changed?.rationale ?? "");
  const [ofSpan, setOfSpan] = useState(false);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const options = { also: ["traces"], onDone, onProblem: (error: { problem: Problem }) => setProblem(error.problem) };
  const create = useAct(createAssessment, options);
  const update = useAct(updateAssessment, options);
  const missing = (value: string) => (tried && value.trim() === "" ? t("Say it.") : undefined);
  const save = () => {
    setTried(true);
    setProblem(null);
    if (name.trim() === "" || text.trim() === "") return;
    const value = read(text);
    const why = rationale.trim() === "" ? null : rationale;
    if (changed) update.mutate({ traceId, assessmentId: changed.id, name: name.trim(), value, error: null, rationale: why });
    else
      create.mutate({
        traceId,
        assessment: {
          kind,
          name: name.trim(),
          value,
          rationale: why,
          source: { type: "HUMAN", id: profile?.email ?? null },
          spanId: ofSpan && span ? span.id : null,
        },
      });
  };
  return (
    <form
      className="col g12"
      noValidate
      aria-label={changed ? t("Change the assessment") : t("New assessment")}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {changed ? null : (
        <Segments<Kind>
          label={t("Kind")}
          value={kind}
          onChange={setKind}
          options={[
            { value: "feedback", label: t("Feedback") },
            { value: "expectation", label: t("Expectation") },
          ]}
        />
      )}
      <Field label={t("Name")} error={missing(name)}>
        {(control) => <Input {...control} autoFocus maxLength={250} placeholder={t("correct")} value={name} onChange={(e) => setName(e.target.value)} />}
      </Field>
      <Field label={t("Value")} help={t("true, a number, a text, or JSON")} error={missing(text)}>
        {(control) => <Input.TextArea {...control} autoSize={{ minRows: 1, maxRows: 6 }} value={text} onChange={(e) => setText(e.target.value)} />}
      </Field>
      <Field label={t("Why")} optional>
        {(control) => <Input.TextArea {...control} autoSize={{ minRows: 1, maxRows: 6 }} value={rationale} onChange={(e) => setRationale(e.target.value)} />}
      </Field>
      {changed || !span ? null : (
        <Checkbox checked={ofSpan} onChange={(e) => setOfSpan(e.target.checked)}>
          {t("About the span {name} only", { name: span.name })}
        </Checkbox>
      )}
      <FormProblem problem={problem} />
      <div className="row">
        <Button type="primary" size="small" htmlType="submit" loading={create.isPending || update.isPending}>
          {t("Save")}
        </Button>
        <Button size="small" onClick={onDone}>
          {t("Cancel")}
        </Button>
      </div>
    </form>
  );
}

/** JSON where it is some, else the text as it stands. */
function read(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
