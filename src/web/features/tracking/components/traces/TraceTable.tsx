import { Button, Input } from "antd";
import { X } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { searchTraces, type Trace } from "../../../../../capabilities/tracking/contract/traces.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { useList } from "../../../../lib/list.ts";
import { usePlace } from "../../../../lib/place.ts";
import { useUrlValue } from "../../../../lib/urlState.ts";
import { DataTable } from "../../../../ui/DataTable.tsx";
import { Segments } from "../../../../ui/Segments.tsx";
import { Empty } from "../../../../ui/states.tsx";
import { StatusIcon } from "../../../../ui/StatusIcon.tsx";
import type { Column } from "../../../../ui/table/column.ts";
import { Time } from "../../../../ui/Time.tsx";
import { inline, shortTrace, traceStatus } from "./words.ts";
import "./traces.css";

const states = { all: undefined, ok: ["OK"], error: ["ERROR"], running: ["IN_PROGRESS"] } as const;
type State = keyof typeof states;

const snippet = `import mlflow

@mlflow.trace
def answer(question):
    return "…"

answer("why")`;

/** Traces of a project, an experiment or a run; filter, state and order stand in the address. */
export function TraceTable({ scope }: { scope: { projectId?: string; experimentId?: string; runId?: string } }) {
  const t = useT();
  const columns = useTraceColumns();
  const state = useUrlValue("state", "all");
  const where = useUrlValue("where");
  const chosen: State = state.value in states ? (state.value as State) : "all";
  const filter = where.value.trim();
  const list = useList(
    searchTraces,
    { ...scope, ...(states[chosen] && { state: states[chosen] }), ...(filter !== "" && { filter }) },
    { key: "requestedAt", order: "desc" },
    { refetchMs: 15_000 },
  );
  const narrowed = chosen !== "all" || filter !== "";
  return (
    <DataTable
      fill
      label={t("Traces")}
      list={list}
      columns={columns}
      rowKey={(trace) => trace.id}
      filterLabel={t("Find by name, id or text")}
      tools={
        <>
          <WhereField key={where.value} value={where.value} onApply={where.choose} />
          <Segments<State>
            label={t("State")}
            value={chosen}
            onChange={state.choose}
            options={[
              { value: "all", label: t("All") },
              { value: "ok", label: t("Finished") },
              { value: "error", label: t("Failed") },
              { value: "running", label: t("Running") },
            ]}
          />
        </>
      }
      empty={
        narrowed ? (
          <Empty
            say={t("No trace matches.")}
            action={
              <Button
                size="small"
                onClick={() => {
                  if (filter !== "") where.choose("");
                  else state.choose("all");
                }}
              >
                {t("Clear filter")}
              </Button>
            }
          />
        ) : (
          <Empty
            say={t(
              "No trace yet. A trace shows what a call did, step by step: inputs, outputs, time, tokens. Send them with MLflow's client or any OpenTelemetry exporter.",
            )}
            snippet={snippet}
          />
        )
      }
    />
  );
}

/** A filter in MLflow's language; the server says under the table what it cannot read. */
function WhereField({ value, onApply }: { value: string; onApply(text: string): void }) {
  const t = useT();
  const [text, setText] = useState(value);
  return (
    <Input
      className="mono trace-where"
      size="small"
      spellCheck={false}
      autoCapitalize="off"
      aria-label={t("Filter traces by MLflow's language, applied with Enter")}
      placeholder={t("span.type = 'LLM' AND feedback.correct = 'false'")}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => onApply(text.trim())}
      suffix={
        text === "" ? (
          <span />
        ) : (
          <button
            type="button"
            className="icon-button s"
            aria-label={t("Clear the filter")}
            onClick={() => {
              setText("");
              onApply("");
            }}
          >
            <X size={14} aria-hidden />
          </button>
        )
      }
    />
  );
}

function useTraceColumns(): Column<Trace>[] {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  return [
    {
      key: "name",
      title: t("Trace"),
      name: true,
      sort: "name",
      cell: (trace) => <Link to={place.at(`traces/${trace.id}`, trace.projectId)}>{trace.name ?? <span className="mono">{shortTrace(trace.id)}</span>}</Link>,
      text: (trace) => trace.name ?? trace.id,
    },
    {
      key: "state",
      title: t("State"),
      sort: "state",
      cell: (trace) => {
        const { status, word } = traceStatus[trace.state];
        return <StatusIcon status={status} word={t(word)} />;
      },
      text: (trace) => trace.state,
      narrow: "meta",
    },
    {
      key: "requestedAt",
      title: t("Began"),
      sort: "requestedAt",
      align: "end",
      cell: (trace) => <Time at={trace.requestedAt} />,
      text: (trace) => trace.requestedAt,
      narrow: "value",
    },
    {
      key: "input",
      title: t("Input"),
      cell: (trace) => <Preview text={trace.requestPreview} />,
      text: (trace) => trace.requestPreview,
      narrow: "meta",
    },
    { key: "output", title: t("Output"), cell: (trace) => <Preview text={trace.responsePreview} />, text: (trace) => trace.responsePreview },
    {
      key: "durationMs",
      title: t("Took"),
      sort: "durationMs",
      align: "end",
      cell: (trace) => <span className="num">{f.duration(trace.durationMs)}</span>,
      text: (trace) => trace.durationMs,
      narrow: "value",
    },
    { key: "spanCount", title: t("Spans"), sort: "spanCount", align: "end", cell: (trace) => <Spans trace={trace} />, text: (trace) => trace.spanCount },
    {
      key: "tokens",
      title: t("Tokens"),
      sort: "tokens",
      align: "end",
      cell: (trace) => <span className="num">{f.count(trace.tokens?.total)}</span>,
      text: (trace) => trace.tokens?.total,
    },
    { key: "assessments", title: t("Assessments"), cell: (trace) => <Assessed trace={trace} />, text: (trace) => assessedText(trace) },
    {
      key: "session",
      title: t("Session"),
      cell: (trace) => <span className="mono t2">{trace.sessionId}</span>,
      text: (trace) => trace.sessionId,
      optional: true,
    },
    { key: "id", title: t("Id"), cell: (trace) => <span className="mono t2">{trace.id}</span>, text: (trace) => trace.id, optional: true },
  ];
}

function Preview({ text }: { text: string | null }) {
  return (
    <span className="t2 ellipsis trace-preview" title={text ?? undefined}>
      {text}
    </span>
  );
}

function Spans({ trace }: { trace: Trace }) {
  const t = useT();
  const f = useFormat();
  return (
    <span className="num">
      {f.count(trace.spanCount)}
      {trace.errorCount > 0 ? <span className="err">{` ${t("({n} failed)", { n: f.count(trace.errorCount) })}`}</span> : null}
    </span>
  );
}

function assessedText(trace: Trace): string {
  return trace.assessments
    .filter((a) => a.valid)
    .map((a) => `${a.name}: ${inline(a.value)}`)
    .join("; ");
}

function Assessed({ trace }: { trace: Trace }) {
  const valid = trace.assessments.filter((a) => a.valid);
  const [first] = valid;
  if (!first) return null;
  return (
    <span className="row g4 nowrap">
      <span className="chip ellipsis trace-assessed" title={assessedText(trace)}>
        {first.name}: {inline(first.value)}
      </span>
      {valid.length > 1 ? <span className="sm t3">{`+${valid.length - 1}`}</span> : null}
    </span>
  );
}
