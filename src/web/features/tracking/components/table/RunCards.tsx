import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useRef } from "react";
import { Link } from "react-router";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { usePlace } from "../../../../lib/place.ts";
import { toggleRow, type Selection } from "../../../../ui/table/column.ts";
import { StatusIcon } from "../../../../ui/StatusIcon.tsx";
import { metricKind, tookMs } from "../metrics.ts";
import { runsOf, type Item } from "./items.ts";
import type { RowTools } from "./Rows.tsx";
import type { TableColumn } from "./useTableColumns.tsx";

interface RunCardsProps extends RowTools {
  items: readonly Item[];
  columns: readonly TableColumn[];
  selection: Selection<Run>;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore(): void;
}

const heights = { run: 60, group: 36, more: 44 } as const;

/** The table on narrow screens: two-line rows of 60 with the first two metric columns, group rows of 36. */
export function RunCards(props: RunCardsProps) {
  const { items, columns, selection, tools } = props;
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- its functions change with the scroll, on purpose
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => heights[items[i]?.kind ?? "run"],
    overscan: 8,
    initialRect: { width: 390, height: 700 },
  });
  const metrics = columns.filter((c) => c.ref.kind === "metric").slice(0, 2);
  const seeds = columns.filter((c) => c.ref.kind === "param").slice(0, 1);
  const keys = () => runsOf(items).map((run) => run.id);
  return (
    <div
      className="card-rows run-cards"
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={t("Runs")}
      onScroll={(event) => {
        const box = event.currentTarget;
        if (props.hasMore && !props.loadingMore && box.scrollTop + box.clientHeight > box.scrollHeight - 1200) props.loadMore();
      }}
    >
      <ul aria-label={t("Runs")} style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (!item) return null;
          const style = { position: "absolute" as const, insetBlockStart: 0, insetInline: 0, transform: `translateY(${start}px)`, height: heights[item.kind] };
          if (item.kind === "more")
            return (
              <li key={item.key} style={style}>
                <button type="button" className="link-button" onClick={item.load} disabled={item.loading}>
                  {item.loading ? t("Loading more") : t("Show more")}
                </button>
              </li>
            );
          if (item.kind === "group") {
            const Icon = item.open ? ChevronDown : ChevronRight;
            const first = item.group.metrics[tools.groupMetrics.findIndex((c) => c === metrics[0]?.id)];
            const kind = metricKind(metrics[0]?.ref.key ?? "");
            return (
              <li key={item.key} style={style} className="group">
                <button type="button" className="group-open grow" aria-expanded={item.open} onClick={() => tools.toggle(item.key)}>
                  <Icon size={14} aria-hidden />
                  <span className="b ellipsis">{tools.groupLabel(item.group)}</span>{" "}
                  <span className="t2 nowrap">{t("{n, plural, one {# run} other {# runs}}", { n: item.group.runs })}</span>
                </button>
                {first && first.mean !== null ? (
                  <span className="num b nowrap">
                    {first.sd === null ? f.metric(first.mean, kind) : t("{mean} ± {sd}", { mean: f.metric(first.mean, kind), sd: f.metric(first.sd, kind) })}
                  </span>
                ) : null}
              </li>
            );
          }
          const { run } = item;
          const picked = selection.keys.has(run.id);
          return (
            <li key={item.key} style={style} className={picked ? "selected" : ""}>
              <input
                type="checkbox"
                aria-label={t("Select {name}", { name: run.name })}
                checked={picked}
                onChange={() => toggleRow(selection, keys(), run.id, false)}
              />
              <span className="grow">
                <span className="row g6">
                  <Link className="m ellipsis" to={place.at(`runs/${run.id}`, run.projectId)}>
                    {run.name}
                  </Link>
                  <StatusIcon status={run.status} iconOnly />
                </span>
                <span className="row g6 sm t2 meta-line">
                  {seeds.map((column) => (
                    <span key={column.id} className="ellipsis">
                      {t("{key} {value}", { key: column.title, value: run.params[column.ref.key] ?? "—" })}
                    </span>
                  ))}
                  <span className="nowrap">{f.duration(tookMs(run, Date.now()))}</span>
                  <span className="nowrap">{f.time(run.startedAt)}</span>
                </span>
              </span>
              <span className="right num">
                {metrics.map((column, i) => (
                  <span key={column.id} className={i === 0 ? "b block" : "sm t2 block"}>
                    {i === 0 ? column.cell(run) : t("{key} {value}", { key: column.title, value: String(column.cell(run)) })}
                  </span>
                ))}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
