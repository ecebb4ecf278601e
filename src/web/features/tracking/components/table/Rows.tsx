import { ChevronDown, ChevronRight, Eye, EyeOff } from "lucide-react";
import { memo, type CSSProperties, type ReactNode } from "react";
import { Link } from "react-router";
import type { RunGroup } from "../../../../../capabilities/tracking/contract/groups.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { usePlace } from "../../../../lib/place.ts";
import { StatusIcon } from "../../../../ui/StatusIcon.tsx";
import { seriesStyle } from "../../../../ui/theme/tokens.ts";
import { metricKind } from "../metrics.ts";
import type { Item } from "./items.ts";
import type { Slot } from "./slots.ts";

/** What rows need from the page; the same object as long as nothing of it changed. */
export interface RowTools {
  tools: {
    /** Opens or folds a group or a run's children. */
    toggle(key: string): void;
    /** Place in the series of a charted run; null where no chart shows it. */
    colourOf(runId: string): number | null;
    groupColour(index: number): number | null;
    /** Charts stand beside the table: rows show eye and colour. */
    charted: boolean;
    hidden: ReadonlySet<string>;
    onHide(runId: string): void;
    groupLabel(group: RunGroup): ReactNode;
    /** The metric columns groups summarise, in the order of `group.metrics`. */
    groupMetrics: readonly string[];
    nested: boolean;
  };
}

const sticky = (slot: Slot): CSSProperties | undefined =>
  slot.kind === "column" && slot.sticky !== null ? { position: "sticky", insetInlineStart: slot.sticky, zIndex: 1 } : undefined;

interface RunRowProps {
  item: Extract<Item, { kind: "run" }>;
  index: number;
  slots: readonly Slot[];
  picked: boolean;
  /** Shown in the preview beside the table. */
  peeked: boolean;
  onPick(key: string, range: boolean): void;
  tools: RowTools;
}

/** One run: checkbox, colour, name, one cell per column in sight. */
export const RunRow = memo(
  function RunRow({ item, index, slots, picked, peeked, onPick, tools: { tools } }: RunRowProps) {
    const t = useT();
    const { run, depth } = item;
    const hidden = tools.hidden.has(run.id);
    return (
      <tr
        data-key={item.key}
        aria-rowindex={index}
        aria-selected={picked}
        className={`${picked ? "selected" : ""} ${peeked ? "peeked" : ""} ${hidden ? "hidden-run" : ""}`}
      >
        <td className="pick">
          <input
            type="checkbox"
            aria-label={t("Select {name}", { name: run.name })}
            checked={picked}
            onClick={(event) => onPick(run.id, event.shiftKey)}
            readOnly
          />
        </td>
        <th scope="row" className="name">
          <span className="row g6" style={{ paddingInlineStart: depth * 18 }}>
            {tools.nested && depth === 0 ? <Fold item={item} onToggle={() => tools.toggle(item.key)} /> : null}
            {tools.charted ? <Colour run={run} colour={tools.colourOf(run.id)} hidden={hidden} onHide={() => tools.onHide(run.id)} /> : null}
            <StatusIcon status={run.status} iconOnly />
            <RunName run={run} />
          </span>
        </th>
        {slots.map((slot) =>
          slot.kind === "gap" ? (
            <td key={slot.key} aria-hidden />
          ) : (
            <td
              key={slot.column.id}
              data-column={slot.column.id}
              tabIndex={-1}
              className={`${slot.column.end ? "right" : ""} ${slot.sticky === null ? "" : "stuck"}`}
              style={sticky(slot)}
            >
              {slot.column.cell(run)}
            </td>
          ),
        )}
        <td aria-hidden />
      </tr>
    );
  },
  (a, b) =>
    a.item.run === b.item.run &&
    a.item.open === b.item.open &&
    a.item.children === b.item.children &&
    a.item.depth === b.item.depth &&
    a.index === b.index &&
    a.slots === b.slots &&
    a.picked === b.picked &&
    a.peeked === b.peeked &&
    a.tools.tools === b.tools.tools,
);

function RunName({ run }: { run: Run }) {
  const place = usePlace();
  return (
    <Link className="ellipsis" to={place.at(`runs/${run.id}`, run.projectId)} title={run.name}>
      {run.name}
    </Link>
  );
}

function Fold({ item, onToggle }: { item: Extract<Item, { kind: "run" }>; onToggle(): void }) {
  const t = useT();
  if (item.children === 0) return <span className="fold-room" aria-hidden />;
  const Icon = item.open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className="icon-button s"
      aria-expanded={item.open}
      aria-label={t("{n, plural, one {# run} other {# runs}} inside {name}", { n: item.children, name: item.run.name })}
      onClick={onToggle}
    >
      <Icon size={14} aria-hidden />
    </button>
  );
}

function Colour({ run, colour, hidden, onHide }: { run: Run; colour: number | null; hidden: boolean; onHide(): void }) {
  const t = useT();
  const Icon = hidden ? EyeOff : Eye;
  return (
    <>
      <button
        type="button"
        className="icon-button s"
        aria-pressed={!hidden}
        aria-label={t("Show {name} in charts", { name: run.name })}
        onClick={onHide}
        disabled={colour === null && !hidden}
      >
        <Icon size={14} aria-hidden />
      </button>
      <span
        className={`swatch ${colour === null || hidden ? "off" : ""}`}
        style={colour === null || hidden ? undefined : { background: seriesStyle(colour).color }}
        aria-hidden
      />
    </>
  );
}

/** A group: its value, how many runs, mean ± sd of every metric column. */
export function GroupRow({
  item,
  index,
  slots,
  tools: { tools },
}: {
  item: Extract<Item, { kind: "group" }>;
  index: number;
  slots: readonly Slot[];
  tools: RowTools;
}) {
  const t = useT();
  const f = useFormat();
  const { group } = item;
  const colour = tools.groupColour(item.index);
  const Icon = item.open ? ChevronDown : ChevronRight;
  return (
    <tr data-key={item.key} aria-rowindex={index} className="group">
      <td className="pick" aria-hidden />
      <th scope="row" className="name">
        <button type="button" className="group-open" aria-expanded={item.open} onClick={() => tools.toggle(item.key)}>
          <Icon size={14} aria-hidden />
          {tools.charted ? <Dash colour={colour} /> : null}
          <span className="ellipsis b">{tools.groupLabel(group)}</span>{" "}
          <span className="t2 nowrap">{t("{n, plural, one {# run} other {# runs}}", { n: group.runs })}</span>
        </button>
      </th>
      {slots.map((slot) => {
        if (slot.kind === "gap") return <td key={slot.key} aria-hidden />;
        const at = tools.groupMetrics.indexOf(slot.column.id);
        const metric = at === -1 ? undefined : group.metrics[at];
        const kind = metricKind(slot.column.ref.key);
        return (
          <td key={slot.column.id} className={`${slot.column.end ? "right" : ""} ${slot.sticky === null ? "" : "stuck"}`} style={sticky(slot)}>
            {!metric || metric.mean === null ? null : (
              <span title={t("mean of {n}, from {min} to {max}", { n: metric.n, min: f.metric(metric.min, kind), max: f.metric(metric.max, kind) })}>
                <b>{f.metric(metric.mean, kind)}</b>
                {metric.sd === null ? null : <span className="t2"> ± {f.metric(metric.sd, kind)}</span>}
              </span>
            )}
          </td>
        );
      })}
      <td aria-hidden />
    </tr>
  );
}

/** The line as charts draw it: colour and dash. */
export function Dash({ colour }: { colour: number | null }) {
  if (colour === null) return <span className="swatch off" aria-hidden />;
  const { color, dash } = seriesStyle(colour);
  return (
    <svg width="18" height="8" aria-hidden>
      <line x1="0" y1="4" x2="18" y2="4" stroke={color} strokeWidth="2" strokeDasharray={dash.join(" ")} />
    </svg>
  );
}

/** Loads the rest of a group or of a run's children. */
export function MoreRow({ item, span }: { item: Extract<Item, { kind: "more" }>; span: number }) {
  const t = useT();
  return (
    <tr>
      <td colSpan={span} style={{ paddingInlineStart: 40 + item.depth * 18 }}>
        <button type="button" className="link-button" onClick={item.load} disabled={item.loading}>
          {item.loading ? t("Loading more") : t("Show more")}
        </button>
      </td>
    </tr>
  );
}
