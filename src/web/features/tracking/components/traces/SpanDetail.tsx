import { spanKeys, type Span } from "../../../../../capabilities/tracking/contract/spans.ts";
import type { JsonValue } from "../../../../../kernel/contract/common.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { useUrlValue } from "../../../../lib/urlState.ts";
import { Card } from "../../../../ui/Card.tsx";
import { CopyText } from "../../../../ui/Copy.tsx";
import { Segments } from "../../../../ui/Segments.tsx";
import { ErrorState, Loading } from "../../../../ui/states.tsx";
import { useSpan } from "../../hooks/useTrace.ts";
import { ValueView } from "./ValueView.tsx";
import { inline } from "./words.ts";

type View = "content" | "attributes" | "events";

/** What a span took in and gave, its attributes and its events. */
export function SpanDetail({ traceId, spanId }: { traceId: string; spanId: string | null }) {
  const t = useT();
  const query = useSpan(traceId, spanId);
  const view = useUrlValue("view", "content");
  const span = query.data;
  if (!span)
    return (
      <Card title={t("Span")} pad>
        {spanId === null ? (
          <p className="t2">{t("Choose a span to see its content.")}</p>
        ) : query.error ? (
          <ErrorState error={query.error} what={t("The span could not load.")} onRetry={() => void query.refetch()} />
        ) : (
          <Loading shape="block" />
        )}
      </Card>
    );
  const chosen: View = view.value === "attributes" || view.value === "events" ? view.value : "content";
  return (
    <Card
      title={<span title={span.name}>{span.name}</span>}
      className="span-detail"
      actions={
        <Segments<View>
          label={t("Parts of the span")}
          value={chosen}
          onChange={view.choose}
          options={[
            { value: "content", label: t("Content") },
            { value: "attributes", label: t("Attributes") },
            { value: "events", label: t("Events ({n})", { n: span.events.length }) },
          ]}
        />
      }
      pad
    >
      <div className="col g12">
        {span.status === "ERROR" ? (
          <div className="note err" role="alert">
            <span>
              <b>{t("The span failed.")}</b> {span.statusMessage}
            </span>
          </div>
        ) : null}
        {chosen === "content" ? <Content span={span} /> : chosen === "attributes" ? <Attributes attributes={span.attributes} /> : <Events span={span} />}
        <div className="sm t3 row wrap">
          <CopyText text={span.id} />
        </div>
      </div>
    </Card>
  );
}

function first(span: Span, keys: readonly string[]): JsonValue | undefined {
  const value = keys.map((key) => span.attributes[key]).find((each) => each !== undefined && each !== null && each !== "");
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

function Content({ span }: { span: Span }) {
  const t = useT();
  const [input, output] = [first(span, spanKeys.inputs), first(span, spanKeys.outputs)];
  const model = first(span, spanKeys.model);
  const usage = first(span, ["mlflow.chat.tokenUsage"]);
  if (input === undefined && output === undefined) return <p className="t2">{t("This span recorded no input and no output.")}</p>;
  return (
    <>
      {typeof model === "string" ? (
        <p className="sm t2">
          {t("Model")} <span className="mono">{model}</span>
        </p>
      ) : null}
      <ValueView label={t("Input")} value={input} />
      <ValueView label={t("Output")} value={output} />
      {usage === undefined ? null : <ValueView label={t("Tokens")} value={usage} />}
    </>
  );
}

function Attributes({ attributes }: { attributes: Span["attributes"] }) {
  const t = useT();
  const rows = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return <p className="t2">{t("No attribute.")}</p>;
  return (
    <dl className="span-attributes">
      {rows.map(([key, value]) => (
        <div key={key}>
          <dt className="mono sm t2">{key}</dt>
          <dd className="mono sm">{value === null ? <span className="t3">{t("empty")}</span> : inline(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Events({ span }: { span: Span }) {
  const t = useT();
  const f = useFormat();
  if (span.events.length === 0) return <p className="t2">{t("No event.")}</p>;
  return (
    <ol className="col g12">
      {span.events.map((event, i) => (
        <li key={i} className="col g4">
          <div className="row">
            <b>{event.name}</b>
            <span className="sm t3 num">{t("after {time}", { time: f.duration(Number(BigInt(event.atNs) - BigInt(span.startNs)) / 1e6) })}</span>
          </div>
          {typeof event.attributes["exception.stacktrace"] === "string" ? (
            <pre className="artifact-text mono span-text" tabIndex={0} aria-label={t("Stack trace")}>
              {event.attributes["exception.stacktrace"]}
            </pre>
          ) : (
            <Attributes attributes={event.attributes} />
          )}
        </li>
      ))}
    </ol>
  );
}
