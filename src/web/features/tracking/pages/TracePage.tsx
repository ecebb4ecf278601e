import { Button } from "antd";
import { Activity, MessagesSquare } from "lucide-react";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { deleteTraces, type Trace } from "../../../../capabilities/tracking/contract/traces.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useMayBuild } from "../../../lib/may.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { Card, Facts } from "../../../ui/Card.tsx";
import { ObjectRef } from "../../../ui/collection.tsx";
import { confirm } from "../../../ui/Confirm.tsx";
import { CopyText } from "../../../ui/Copy.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Empty, ErrorState, Loading } from "../../../ui/states.tsx";
import { StatusChip } from "../../../ui/StatusIcon.tsx";
import { Time } from "../../../ui/Time.tsx";
import { useDo } from "../../../ui/useDo.ts";
import { Assessments } from "../components/traces/Assessments.tsx";
import { SpanDetail } from "../components/traces/SpanDetail.tsx";
import { SpanTree } from "../components/traces/SpanTree.tsx";
import { spanTree } from "../components/traces/tree.ts";
import { shortTrace, traceStatus } from "../components/traces/words.ts";
import { useSpans, useTrace } from "../hooks/useTrace.ts";
import "../components/traces/traces.css";
import "../components/tracking.css";

/** One trace: its spans in time, the chosen one's content, what was said about it. */
export default function TracePage() {
  const t = useT();
  const place = usePlace();
  const { query, links } = useTrace();
  const trace = query.data;
  const crumbs = [{ label: t("Traces"), to: place.at("traces") }];
  if (!trace)
    return (
      <Page title={t("Trace")} crumbs={crumbs}>
        {query.error ? (
          <ErrorState error={query.error} what={t("The trace could not load.")} onRetry={() => void query.refetch()} />
        ) : (
          <Loading shape="block" />
        )}
      </Page>
    );
  const { status, word } = traceStatus[trace.state];
  return (
    <Page
      title={trace.name ?? shortTrace(trace.id)}
      crumbs={crumbs}
      chips={<StatusChip status={status} word={t(word)} />}
      meta={<Meta trace={trace} runs={links?.runs ?? []} />}
      actions={<Remove trace={trace} />}
    >
      <Body trace={trace} prompts={links?.prompts ?? []} />
    </Page>
  );
}

function Meta({ trace, runs }: { trace: Trace; runs: readonly { id: string; name: string }[] }) {
  const t = useT();
  const f = useFormat();
  return (
    <>
      <span>
        {t("began")} <Time at={trace.requestedAt} />
      </span>
      <span className="num">{trace.durationMs === null ? t("still running") : t("took {time}", { time: f.duration(trace.durationMs) })}</span>
      <span className="num">{t("{n, plural, one {# span} other {# spans}}", { n: trace.spanCount })}</span>
      {trace.tokens === null || trace.tokens.total === null ? null : (
        <span className="num">
          {t("{total} tokens ({in} in, {out} out)", { total: f.count(trace.tokens.total), in: f.count(trace.tokens.input), out: f.count(trace.tokens.output) })}
        </span>
      )}
      {trace.costUsd === null || trace.costUsd.total === null ? null : <span className="num">{f.money(trace.costUsd.total, "USD")}</span>}
      {trace.sessionId === null ? null : (
        <span>
          <MessagesSquare size={14} aria-hidden />
          {t("session {id}", { id: trace.sessionId })}
        </span>
      )}
      {runs.map((run) => (
        <span key={run.id}>
          <Activity size={14} aria-hidden />
          <ObjectRef type="run" id={run.id} projectId={trace.projectId}>
            {run.name}
          </ObjectRef>
        </span>
      ))}
      <CopyText text={trace.id} shown={shortTrace(trace.id)} />
    </>
  );
}

function Body({ trace, prompts }: { trace: Trace; prompts: readonly { name: string; version: string }[] }) {
  const t = useT();
  const { query, spans } = useSpans(trace.id, trace.state === "IN_PROGRESS");
  const tree = useMemo(() => spanTree(spans), [spans]);
  const picked = useUrlValue("span");
  const failed = tree.nodes.find((n) => n.span.status === "ERROR" && n.children === 0);
  const chosen = tree.nodes.find((n) => n.span.id === picked.value) ?? failed ?? tree.nodes[0];
  return (
    <div className="trace-body">
      <div className="col g12">
        <Card title={t("Spans")} remark={t("{n, plural, one {# span} other {# spans}}", { n: trace.spanCount })}>
          {query.isPending ? (
            <Loading />
          ) : query.error && spans.length === 0 ? (
            <ErrorState error={query.error} what={t("The spans could not load.")} onRetry={() => void query.refetch()} />
          ) : tree.nodes.length === 0 ? (
            <Empty say={t("No span of this trace has arrived. Clients before MLflow 3.4 keep them as a file of the trace.")} />
          ) : (
            <SpanTree tree={tree} chosen={chosen?.span.id ?? null} onChoose={picked.type} />
          )}
          {query.hasNextPage && !query.isFetchingNextPage && spans.length > 0 ? (
            <div className="row pad">
              <span className="sm t2">{t("{n} of {all} spans are shown.", { n: spans.length, all: trace.spanCount })}</span>
              <Button size="small" onClick={() => void query.fetchNextPage()}>
                {t("Show more")}
              </Button>
            </div>
          ) : null}
        </Card>
        <Assessments className="trace-later" trace={trace} span={chosen ? { id: chosen.span.id, name: chosen.span.name } : null} />
      </div>
      <div className="col g12">
        <SpanDetail traceId={trace.id} spanId={chosen?.span.id ?? null} />
        <About trace={trace} prompts={prompts} />
      </div>
    </div>
  );
}

function About({ trace, prompts }: { trace: Trace; prompts: readonly { name: string; version: string }[] }) {
  const t = useT();
  const facts: (readonly [string, string])[] = [
    ...prompts.map((p) => [t("Prompt"), `${p.name} ${p.version}`] as const),
    ...(trace.clientRequestId === null ? [] : [[t("Client's request"), trace.clientRequestId] as const]),
  ];
  const labels = Object.entries(trace.tags).filter(([key]) => !key.startsWith("mlflow."));
  if (facts.length === 0 && labels.length === 0) return null;
  return (
    <Card title={t("Tags")} className="trace-later" pad>
      <div className="col g12">
        {facts.length === 0 ? null : <Facts facts={facts} />}
        {labels.length === 0 ? null : <Facts facts={labels} />}
      </div>
    </Card>
  );
}

function Remove({ trace }: { trace: Trace }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const may = useMayBuild(trace.projectId);
  const remove = useDo(deleteTraces, { onDone: () => void navigate(place.at("traces", trace.projectId)) });
  if (!may) return null;
  return (
    <Button
      loading={remove.isPending}
      onClick={async () => {
        const sure = await confirm({
          title: t("Delete this trace?"),
          effect: t("{n, plural, one {# span} other {# spans}}, the assessments and the files of the trace are gone for good.", { n: trace.spanCount }),
          act: t("Delete the trace"),
          danger: true,
        });
        if (sure) remove.mutate({ experimentId: trace.experimentId, traceIds: [trace.id] });
      }}
    >
      {t("Delete")}
    </Button>
  );
}
