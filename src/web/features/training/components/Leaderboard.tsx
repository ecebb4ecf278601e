import { Button } from "antd";
import { GitCompare } from "lucide-react";
import { Link, useNavigate } from "react-router";
import type { Candidate, Training } from "../../../../capabilities/training/contract.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import { useObjectLink } from "../../../ui/collection.tsx";
import { DataTable } from "../../../ui/DataTable.tsx";
import { StatusIcon } from "../../../ui/StatusIcon.tsx";
import { staticList, type Column } from "../../../ui/table/column.ts";
import { useSelection } from "../../../ui/table/useSelection.ts";
import { fastestWithin } from "./fastest.ts";
import { higherIsBetter, metricKind, metricWord } from "./metrics.ts";
import { algorithmIndex } from "./words.ts";

/** Candidates by the primary metric, mean ± sd over the folds. */
export function Leaderboard({ training }: { training: Training }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const link = useObjectLink();
  const selection = useSelection<Candidate>();
  const sort = useUrlValue("sort", "rank");
  const primary = training.primaryMetric;
  const best = training.candidates.find((c) => c.runId === training.bestRunId);
  const bestValue = best?.metrics[primary];
  const fast = fastestWithin(training, 0.005);
  const slowest = Math.max(...training.candidates.map((c) => c.latencyMs ?? 0), 0);
  const others = [...new Set(training.candidates.flatMap((c) => Object.keys(c.metrics)))].filter((key) => key !== primary);
  const score = (c: Candidate, key: string) => f.metric(c.metrics[key], metricKind(key));
  const columns: Column<Candidate>[] = [
    { key: "rank", title: "#", sort: "rank", align: "end", width: 44, cell: (c) => c.rank ?? "—", text: (c) => c.rank },
    {
      key: "name",
      title: t("Candidate"),
      name: true,
      cell: (c) => (
        <span className="row g6" style={{ display: "inline-flex" }}>
          <span className="swatch" style={{ background: `var(--s${((algorithmIndex[c.algorithm] ?? 0) % 10) + 1})` }} aria-hidden />
          <Link to={link("run", c.runId, training.projectId) ?? place.at(`runs/${c.runId}`)}>{c.label}</Link>
          {c.runId === training.bestRunId ? <span className="chip ok">{t("Best score")}</span> : null}
          {fast !== null && fast === c.runId && fast !== training.bestRunId ? <span className="chip pri">{t("Fastest within 0.5 %")}</span> : null}
        </span>
      ),
      text: (c) => c.label,
    },
    {
      key: "status",
      title: t("Status"),
      cell: (c) => (
        <span title={c.error ?? undefined}>
          <StatusIcon
            status={c.status}
            {...(c.status === "running" ? { word: t("fold {n} of {all}", { n: Math.min(c.foldsDone + 1, training.folds), all: training.folds }) } : {})}
          />
        </span>
      ),
      text: (c) => c.status,
      narrow: "meta",
    },
    {
      key: "primary",
      title: t("{metric}, mean ± sd", { metric: metricWord(primary) }),
      sort: `metrics.${primary}`,
      align: "end",
      cell: (c) => (
        <>
          <b>{score(c, primary)}</b>{" "}
          {c.deviations[primary] === undefined ? null : <span className="t2">± {f.metric(c.deviations[primary], metricKind(primary))}</span>}
        </>
      ),
      text: (c) => c.metrics[primary],
      narrow: "value",
    },
    {
      key: "against",
      title: t("Against best"),
      align: "end",
      cell: (c) => {
        const value = c.metrics[primary];
        if (c.runId === training.bestRunId) return <span className="t2">{t("best")}</span>;
        if (value === undefined || bestValue === undefined || bestValue === 0) return "—";
        return <span className="t2">{f.delta((value - bestValue) / Math.abs(bestValue), (n) => f.percent(n))}</span>;
      },
    },
    ...others.map((key): Column<Candidate> => ({
      key,
      title: metricWord(key),
      sort: `metrics.${key}`,
      align: "end",
      cell: (c) => score(c, key),
      text: (c) => c.metrics[key],
      ...(["precision", "recall", "mape", "accuracy"].includes(key) ? { optional: true as const } : {}),
    })),
    {
      key: "latency",
      title: t("Served, one row"),
      sort: "latencyMs",
      align: "end",
      cell: (c) => (
        <span className="row g6 latency">
          {f.duration(c.latencyMs)}
          <span className="meter" aria-hidden>
            <i style={{ width: `${slowest === 0 ? 0 : ((c.latencyMs ?? 0) / slowest) * 100}%` }} />
          </span>
        </span>
      ),
      text: (c) => c.latencyMs,
      narrow: "value",
    },
    {
      key: "fit",
      title: t("Fit time"),
      sort: "fitSeconds",
      align: "end",
      cell: (c) => (c.fitSeconds === null ? "—" : f.duration(c.fitSeconds * 1000)),
      text: (c) => c.fitSeconds,
    },
    { key: "size", title: t("Size"), sort: "sizeBytes", align: "end", cell: (c) => f.bytes(c.sizeBytes), text: (c) => c.sizeBytes },
    {
      key: "format",
      title: t("Format"),
      cell: (c) => (c.format === null ? "—" : c.format === "onnx" ? "ONNX" : <span title={c.formatReason ?? undefined}>{t("native only")}</span>),
      text: (c) => c.format,
    },
    {
      key: "act",
      title: t("Next"),
      cell: (c) => (c.status === "finished" ? <Link to={`${place.at("models/new", training.projectId)}?run=${c.runId}`}>{t("Register")}</Link> : null),
    },
  ];
  const rows = sorted(training.candidates, sort.value);
  return (
    <section className="card" aria-label={t("Leaderboard")}>
      <header>
        <h2>{t("Leaderboard")}</h2>
        <span className="sub">
          {t("{n, plural, one {# finished candidate} other {# finished candidates}}, {direction}", {
            n: training.candidates.filter((c) => c.status === "finished").length,
            direction: higherIsBetter(primary) ? t("higher is better") : t("lower is better"),
          })}
        </span>
      </header>
      <DataTable
        label={t("Leaderboard")}
        columns={columns}
        rowKey={(c) => c.runId}
        list={staticList(rows, {
          sort: { key: sort.value.replace(/^-/, ""), order: sort.value.startsWith("-") ? "desc" : "asc" },
          setSort: (next) => sort.choose(`${next.order === "desc" ? "-" : ""}${next.key}`),
        })}
        selection={selection}
        bulk={(chosen, clear) => (
          <>
            <Button
              size="small"
              type="primary"
              icon={<GitCompare />}
              disabled={chosen.length < 2 || chosen.length > 4}
              onClick={() => void navigate(`${place.at("compare", training.projectId)}?sel=${chosen.map((c) => c.runId).join(",")}`)}
            >
              {t("Compare")}
            </Button>
            <Button size="small" onClick={clear}>
              {t("Clear")}
            </Button>
          </>
        )}
        empty={t("No candidate yet. They show up here as they are tried.")}
      />
    </section>
  );
}

function sorted(candidates: readonly Candidate[], text: string): Candidate[] {
  const key = text.replace(/^-/, "");
  const way = text.startsWith("-") ? -1 : 1;
  const value = (c: Candidate): number | null => {
    if (key.startsWith("metrics.")) return c.metrics[key.slice(8)] ?? null;
    if (key === "latencyMs" || key === "fitSeconds" || key === "sizeBytes") return c[key];
    return c.rank;
  };
  return candidates.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    return x === null ? (y === null ? 0 : 1) : y === null ? -1 : (x - y) * way;
  });
}
