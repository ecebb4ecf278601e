import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { seedKeys } from "../../../../../capabilities/tracking/contract/columns.ts";
import { listExperiments, type Experiment } from "../../../../../capabilities/tracking/contract/experiments.ts";
import type { RunGroup } from "../../../../../capabilities/tracking/contract/groups.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { useMayBuild } from "../../../../lib/may.ts";
import { usePlace } from "../../../../lib/place.ts";
import { queryFor } from "../../../../lib/query.ts";
import { useUrlValue } from "../../../../lib/urlState.ts";
import { Page } from "../../../../ui/Page.tsx";
import { useNow } from "../../../../ui/Progress.tsx";
import { Segments } from "../../../../ui/Segments.tsx";
import { Empty, ErrorState, FilteredEmpty, Loading } from "../../../../ui/states.tsx";
import { Tabs } from "../../../../ui/Tabs.tsx";
import { useNarrow } from "../../../../ui/useMedia.ts";
import { useCharted } from "../../hooks/useCharted.ts";
import { useMoving, useNewRuns } from "../../hooks/useFresh.ts";
import { useRunKeys, type RunScope } from "../../hooks/useRunKeys.ts";
import { useRunRows } from "../../hooks/useRunRows.ts";
import { useRunView } from "../../hooks/useRunView.ts";
import { useUrlSelection } from "../../hooks/useUrlSelection.ts";
import { nextSort, type ShownColumn } from "../../hooks/viewState.ts";
import { FilterField } from "../filter/FilterField.tsx";
import { BulkBar, mostCompared } from "./BulkBar.tsx";
import { CellMenu } from "./CellMenu.tsx";
import { ColumnChooser } from "./ColumnChooser.tsx";
import { ColumnMenu } from "./ColumnMenu.tsx";
import { GroupPicker } from "./GroupPicker.tsx";
import { LogRun, LogSnippets } from "./LogRun.tsx";
import { MoreMenu } from "./MoreMenu.tsx";
import { RunCards } from "./RunCards.tsx";
import { RunTable } from "./RunTable.tsx";
import { keysOf, usualColumns } from "./usualColumns.ts";
import { useTableColumns, type TableColumn } from "./useTableColumns.tsx";
import { SortPicker } from "./SortPicker.tsx";
import { ViewPicker } from "./ViewPicker.tsx";
import "./runs.css";

const ChartPanel = lazy(() => import("../panel/ChartPanel.tsx"));
const RunPeek = lazy(() => import("./RunPeek.tsx"));

const noKeys: string[] = [];
const noneSince: ReadonlyMap<string, Run> = new Map();

/** The run table with its tools: filter, columns, groups, views, charts, acts on many. */
export function RunsView({ experimentId, experiment }: { experimentId?: string; experiment?: Experiment }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const may = useMayBuild(place.projectId);
  const handle = useRunView();
  const { view, set } = handle;
  const together = handle.params.get("experiments") ?? "";
  const scope = useMemo<RunScope>(() => {
    const experimentIds = experimentId === undefined ? together.split(",").filter((id) => /^[0-9a-f-]{36}$/.test(id)) : [experimentId];
    return experimentIds.length > 0 ? { experimentIds } : place.projectId === null ? {} : { projectId: place.projectId };
  }, [experimentId, together, place.projectId]);

  const usual = view.columns === null;
  const metricKeys = useRunKeys(scope, "metric", "", 100, usual || view.split);
  const paramKeys = useRunKeys(scope, "param", "", 100, usual || view.split);
  const [dragged, setDragged] = useState<{ column: string; width: number } | null>(null);
  const shown = useMemo<readonly ShownColumn[]>(() => {
    const columns = view.columns ?? usualColumns(metricKeys.data?.items ?? noKeys, paramKeys.data?.items ?? noKeys);
    return dragged === null ? columns : columns.map((c) => (c.column === dragged.column ? { ...c, width: dragged.width } : c));
  }, [view.columns, metricKeys.data, paramKeys.data, dragged]);
  const keysFailed = usual ? (metricKeys.error ?? paramKeys.error) : null;
  const ready = !usual || (metricKeys.data !== undefined && paramKeys.data !== undefined) || keysFailed !== null;

  const [moving, setMoving] = useState<ReadonlyMap<string, Run>>(noneSince);
  const rows = useRunRows({ scope, view, filter: view.filter, columns: shown, extraMetrics: noKeys, fresh: moving, ready });
  useMoving(rows.runs, keysOf(shown), (read) => setMoving((was) => new Map([...was, ...read.map((run) => [run.id, run] as const)])));
  const added = useNewRuns(rows.asked, rows.counted);

  const now = useNow(rows.runs.some((run) => run.status === "running"));
  const experiments = useQuery({
    ...queryFor(listExperiments, { ...(place.projectId === null ? {} : { projectId: place.projectId }), limit: 1000 }),
    enabled: view.group.includes("experiment") || shown.some((c) => c.column === "attr:experiment"),
    staleTime: 60_000,
  });
  const names = useMemo(() => new Map((experiments.data?.items ?? []).map((e) => [e.id, e.name])), [experiments.data]);
  const columns = useTableColumns(shown, names, now, view.group.length > 0);
  const named = shown.find((c) => c.column === "attr:name")?.width ?? (dragged?.column === "attr:name" ? dragged.width : view.split ? 210 : 240);

  const selection = useUrlSelection();
  const peek = useUrlValue("panel");
  const [all, setAll] = useState(false);
  const picked = useMemo(() => rows.runs.filter((run) => selection.keys.has(run.id)), [rows.runs, selection.keys]);
  const clear = () => {
    setAll(false);
    selection.onChange(new Set());
  };
  const charted = useCharted({ rows, picked, grouped: view.group.length > 0, enabled: view.split });
  const [menu, setMenu] = useState<
    { kind: "cell"; run: Run; column: TableColumn; box: DOMRect } | { kind: "column"; column: TableColumn; box: DOMRect } | null
  >(null);

  const groupLabel = (group: RunGroup) => group.values.map((value, i) => labelOf(view.group[i] ?? "", value)).join(" · ");
  const labelOf = (by: string, value: string | null): string => {
    if (value === null) return t("without {key}", { key: by.slice(by.indexOf(":") + 1) });
    if (by === "experiment") return names.get(value) ?? value.slice(-8);
    if (by !== "seeds") return value;
    return seedsLabel(value) || t("no parameters");
  };
  const tools = useMemo(
    () => ({
      toggle: rows.toggle,
      colourOf: charted.colourOf,
      groupColour: charted.groupColour,
      charted: view.split,
      hidden: charted.hidden,
      onHide: charted.onHide,
      groupLabel,
      groupMetrics: rows.groupMetrics,
      nested: view.nested && view.group.length === 0,
    }),
    // oxlint-disable-next-line react/exhaustive-deps -- the functions follow these values
    [charted.colours, charted.hidden, view.split, view.nested, view.group, names, rows.groupMetrics.join("~"), t("Runs")],
  );

  const saveColumns = (next: readonly ShownColumn[] | null, how: "choose" | "type" = "choose") => set({ columns: next }, how);
  const onWidth = (column: string, width: number, done: boolean) => {
    if (!done) return setDragged({ column, width });
    setDragged(null);
    const has = shown.some((c) => c.column === column);
    const list = has ? shown : [{ column }, ...shown];
    saveColumns(
      list.map((c) => (c.column === column ? { ...c, width } : c)),
      "type",
    );
  };
  const onMove = (column: string, before: string) => {
    const taken = shown.find((c) => c.column === column);
    const rest = shown.filter((c) => c.column !== column);
    const from = shown.findIndex((c) => c.column === column);
    const at = rest.findIndex((c) => c.column === before);
    if (taken && at !== -1) saveColumns(rest.toSpliced(from <= at ? at + 1 : at, 0, taken));
  };
  const compare = () => {
    if (picked.length >= 2 && picked.length <= mostCompared) void navigate(`${place.at("compare")}?sel=${picked.map((run) => run.id).join(",")}`);
  };

  const counted = rows.total === undefined ? "" : t("{n, plural, one {# run} other {# runs}}", { n: rows.total });
  const title = experimentId === undefined ? t("Runs") : (experiment?.name ?? t("Experiment"));
  const body = rows.loading ? (
    <Loading rows={12} />
  ) : (keysFailed ?? rows.error) && rows.items.length === 0 ? (
    <ErrorState error={keysFailed ?? rows.error} what={t("The runs could not load.")} onRetry={rows.retry} />
  ) : rows.items.length === 0 ? (
    view.filter !== "" ? (
      <FilteredEmpty filter={view.filter} onClear={() => set({ filter: "" })} />
    ) : view.deleted ? (
      <Empty say={t("No run is deleted.")} action={<Button onClick={() => set({ deleted: false })}>{t("Show the runs")}</Button>} />
    ) : !may ? (
      <Empty say={t("No runs yet. They stand here as soon as somebody logs one.")} />
    ) : (
      <Empty
        say={t("No runs yet. Log one from your script, or train from a dataset.")}
        action={<Button onClick={() => void navigate(place.at("training/new"))}>{t("Train a model")}</Button>}
      >
        <LogSnippets />
      </Empty>
    )
  ) : narrow ? (
    <RunCards
      items={rows.items}
      columns={columns}
      selection={selection}
      hasMore={rows.hasMore}
      loadingMore={rows.loadingMore}
      loadMore={rows.loadMore}
      tools={tools}
    />
  ) : (
    <RunTable
      items={rows.items}
      columns={columns}
      nameWidth={named}
      sort={view.sort}
      selection={selection}
      hasMore={rows.hasMore}
      loadingMore={rows.loadingMore}
      loadMore={rows.loadMore}
      tools={tools}
      onSort={(column, add) => set({ sort: nextSort(view.sort, column, add) })}
      onWidth={onWidth}
      onMove={onMove}
      onMenu={(column, box) => setMenu({ kind: "column", column, box })}
      onCell={(run, column, box) => setMenu({ kind: "cell", run, column, box })}
      onCompare={compare}
      peek={peek.value === "" ? null : peek.value}
      onPeek={(runId) => peek.type(runId ?? "")}
    />
  );
  return (
    <Page
      flush
      title={title}
      chips={
        <>
          {place.projectId === null ? null : <ViewPicker projectId={place.projectId} may={may} handle={handle} />}
          <FilterField scope={scope} value={view.filter} onApply={(filter, how) => set({ filter }, how)} count={counted} />
        </>
      }
      actions={
        <>
          {narrow ? (
            <SortPicker sort={view.sort} columns={columns} onChange={(sort) => set({ sort })} />
          ) : (
            <Segments
              label={t("View")}
              value={view.split ? "split" : "table"}
              onChange={(next) => set({ split: next === "split" })}
              options={[
                { value: "table", label: t("Table") },
                { value: "split", label: t("Split") },
              ]}
            />
          )}
          <GroupPicker scope={scope} group={view.group} onChange={(group) => set({ group })} />
          <ColumnChooser scope={scope} shown={shown} usual={usual} onChange={(next) => saveColumns(next)} />
          <MoreMenu handle={handle} rows={rows} columns={columns} title={title} />
          {may ? <LogRun /> : null}
        </>
      }
      {...(experimentId === undefined
        ? {
            tabs: (
              <Tabs
                base={place.at("experiments")}
                tabs={[
                  { key: "", label: t("Runs") },
                  { key: "list", label: t("Experiments") },
                ]}
              />
            ),
          }
        : { crumbs: [{ label: t("Experiments"), to: place.at("experiments/list") }] })}
    >
      {together === "" ? null : (
        <div className="runs-note plain" role="status">
          <span>{t("{n, plural, one {# experiment} other {# experiments}} together", { n: scope.experimentIds?.length ?? 0 })}</span>
          <button
            type="button"
            className="link-button"
            onClick={() => {
              void navigate(place.at("experiments"));
            }}
          >
            {t("Show all runs")}
          </button>
        </div>
      )}
      {view.deleted ? (
        <div className="runs-note" role="status">
          <span>{t("Deleted runs. They stay here until they are restored.")}</span>
          <button type="button" className="link-button" onClick={() => set({ deleted: false })}>
            {t("Back to the runs")}
          </button>
        </div>
      ) : null}
      {added.count > 0 && !view.deleted ? (
        <button
          type="button"
          className="runs-new"
          onClick={() => {
            added.take();
            rows.reload();
          }}
        >
          {t("{n, plural, one {# new run} other {# new runs}}, show", { n: added.count })}
        </button>
      ) : null}
      <div className={`runs-body ${view.split && !narrow ? "split" : ""}`}>
        <div className="data-table fill runs-list">{body}</div>
        {view.split && !narrow ? (
          <Suspense fallback={<Loading shape="block" />}>
            <ChartPanel
              handle={handle}
              rows={rows}
              charted={charted}
              metricKeys={metricKeys.data?.items ?? noKeys}
              paramKeys={paramKeys.data?.items ?? noKeys}
              shown={shown}
              groupLabel={groupLabel}
            />
          </Suspense>
        ) : null}
        {peek.value === "" || narrow ? null : (
          <Suspense fallback={<Loading shape="block" />}>
            <RunPeek runId={peek.value} onClose={() => peek.type("")} />
          </Suspense>
        )}
      </div>
      <BulkBar picked={picked} may={may} all={all} total={rows.total} asked={rows.asked} deleted={view.deleted} onAll={setAll} onClear={clear} />
      {menu?.kind === "cell" ? <CellMenu run={menu.run} column={menu.column} box={menu.box} view={view} set={set} onClose={() => setMenu(null)} /> : null}
      {menu?.kind === "column" ? <ColumnMenu column={menu.column} box={menu.box} view={view} shown={shown} set={set} onClose={() => setMenu(null)} /> : null}
      <p className="sr" aria-live="polite">
        {rows.total === undefined ? "" : t("{n} runs match.", { n: f.count(rows.total) })}
      </p>
    </Page>
  );
}

/** The parameters of a seeds group as people name a configuration: its telling ones. */
function seedsLabel(json: string): string {
  const params = JSON.parse(json) as Record<string, string>;
  const telling = ["model", "algorithm", "estimator", "arch", "name"];
  const keys = Object.keys(params)
    .filter((key) => !seedKeys.includes(key))
    .toSorted((a, b) => (telling.includes(b) ? 1 : 0) - (telling.includes(a) ? 1 : 0) || a.localeCompare(b));
  return keys
    .slice(0, 4)
    .map((key) => (telling.includes(key) ? params[key] : `${key} ${params[key]}`))
    .join(", ");
}
