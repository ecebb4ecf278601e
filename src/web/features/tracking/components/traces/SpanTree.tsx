import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight, CircleX } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { seriesStyle } from "../../../../ui/theme/tokens.ts";
import { unfolded, type SpanNode, type SpanTree as Tree } from "./tree.ts";

const rowHeight = 30;

/** Spans as a tree beside their times; arrows move and fold, Enter is not needed: moving chooses. */
export function SpanTree({ tree, chosen, onChoose }: { tree: Tree; chosen: string | null; onChoose(id: string): void }) {
  const t = useT();
  const f = useFormat();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => unfolded(tree.nodes, folded), [tree, folded]);
  const at = shown.findIndex((n) => n.span.id === chosen);
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- its functions change with the scroll, on purpose
  const rows = useVirtualizer({ count: shown.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 });
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
    // oxlint-disable-next-line react/exhaustive-deps -- only a new choice scrolls
  }, [chosen]);
  const fold = (id: string, on: boolean) =>
    setFolded((before) => {
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      return after;
    });
  const move = (to: number) => {
    const next = shown[Math.min(Math.max(to, 0), shown.length - 1)];
    if (next) onChoose(next.span.id);
  };
  const onKey = (event: KeyboardEvent) => {
    const node = shown[at];
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      Home: () => move(0),
      End: () => move(shown.length - 1),
      ArrowRight: () => node && (folded.has(node.span.id) ? fold(node.span.id, false) : node.children > 0 && move(at + 1)),
      ArrowLeft: () =>
        node &&
        (node.children > 0 && !folded.has(node.span.id) ? fold(node.span.id, true) : move(shown.findLastIndex((n, i) => i < at && n.depth < node.depth))),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <div className="span-tree">
      <div className="span-head sm t3" aria-hidden>
        <span>{t("Span")}</span>
        <span className="span-axis num">
          <span>{f.duration(0)}</span>
          <span>{f.duration(tree.totalMs / 2)}</span>
          <span>{f.duration(tree.totalMs)}</span>
        </span>
        <span className="right">{t("Took")}</span>
      </div>
      <div
        className="span-scroll"
        ref={scroller}
        role="tree"
        aria-label={t("Spans")}
        tabIndex={0}
        aria-activedescendant={at >= 0 ? `span-${shown[at]?.span.id ?? ""}` : undefined}
        onKeyDown={onKey}
      >
        <div style={{ height: rows.getTotalSize(), position: "relative" }} role="presentation">
          {rows.getVirtualItems().map((item) => {
            const node = shown[item.index];
            return node ? (
              <Row
                key={node.span.id}
                node={node}
                tree={tree}
                top={item.start}
                chosen={node.span.id === chosen}
                folded={folded.has(node.span.id)}
                onChoose={() => onChoose(node.span.id)}
                onFold={(on) => fold(node.span.id, on)}
              />
            ) : null;
          })}
        </div>
      </div>
      <Legend types={tree.types} />
    </div>
  );
}

interface RowProps {
  node: SpanNode;
  tree: Tree;
  top: number;
  chosen: boolean;
  folded: boolean;
  onChoose(): void;
  onFold(on: boolean): void;
}

function Row({ node, tree, top, chosen, folded, onChoose, onFold }: RowProps) {
  const t = useT();
  const f = useFormat();
  const { span } = node;
  const failed = span.status === "ERROR";
  const total = tree.totalMs || 1;
  const took = node.tookMs ?? tree.totalMs - node.startMs;
  const Chevron = folded ? ChevronRight : ChevronDown;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the tree has the focus and the keys
    <div
      id={`span-${span.id}`}
      role="treeitem"
      aria-level={node.depth + 1}
      aria-selected={chosen}
      {...(node.children > 0 ? { "aria-expanded": !folded } : {})}
      className={`span-row ${chosen ? "here" : ""}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onChoose}
    >
      <span className="span-name" style={{ paddingInlineStart: Math.min(node.depth, 24) * 14 }}>
        {node.children > 0 ? (
          <Chevron
            size={14}
            className="span-fold"
            aria-hidden
            onClick={(event) => {
              event.stopPropagation();
              onFold(!folded);
            }}
          />
        ) : (
          <span style={{ width: 14, flex: "none" }} />
        )}
        {failed ? <CircleX size={14} aria-label={t("Failed")} color="var(--err)" /> : null}
        <span className="ellipsis" title={span.name}>
          {span.name}
        </span>
        {span.type === "UNKNOWN" ? null : <span className="xs t3 nowrap">{span.type}</span>}
        {span.totalTokens === null ? null : <span className="xs t3 num nowrap">{t("{n} tokens", { n: f.count(span.totalTokens) })}</span>}
      </span>
      <span className="span-lane" aria-hidden>
        <span
          className={`span-bar ${failed ? "err" : ""} ${node.tookMs === null ? "open" : ""}`}
          style={{
            insetInlineStart: `${(node.startMs / total) * 100}%`,
            width: `max(2px, ${(took / total) * 100}%)`,
            background: seriesStyle(tree.types.indexOf(span.type)).color,
          }}
        />
      </span>
      <span className="num right sm">{node.tookMs === null ? t("running") : f.duration(node.tookMs)}</span>
    </div>
  );
}

function Legend({ types }: { types: readonly string[] }) {
  const t = useT();
  if (types.length < 2) return null;
  return (
    <div className="span-legend row wrap sm t2" aria-label={t("Colours of the bars")} role="group">
      {types.map((type, i) => (
        <span key={type} className="row g4">
          <span className="span-swatch" style={{ background: seriesStyle(i).color }} aria-hidden />
          {type === "UNKNOWN" ? t("other") : type}
        </span>
      ))}
    </div>
  );
}
