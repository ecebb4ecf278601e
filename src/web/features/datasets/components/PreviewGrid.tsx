import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { Column } from "../../../../capabilities/datasets/contract.ts";
import type { Profile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { useT } from "../../../lib/i18n.ts";
import { useNarrow } from "../../../ui/useMedia.ts";
import { useBlocks, type useRows } from "../hooks/useRows.ts";
import { GridHead } from "./GridHead.tsx";
import { cellText, isNumeric } from "./words.ts";

const rowHeight = 28;
/** Browsers stop at some 33 million pixels of height. */
export const mostRows = 1_000_000;

export interface PreviewGridProps {
  rows: ReturnType<typeof useRows>;
  columns: readonly Column[];
  matched: number;
  profile: Profile | null;
  profileAddress(column: string): string;
}

/** Every row and column of a version, drawn only where it is looked at. */
export function PreviewGrid({ rows, columns, matched, profile, profileAddress }: PreviewGridProps) {
  const t = useT();
  const f = useFormat();
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const count = Math.min(matched, mostRows);
  // oxlint-disable-next-line react/incompatible-library -- its functions change with the scroll, on purpose
  const down = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    initialRect: { width: 1000, height: 700 },
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => widthOf(columns[i], profile),
    getItemKey: (i) => `${columns[i]?.name ?? i}${profile ? "p" : ""}`,
    overscan: 4,
    initialRect: { width: 1400, height: 700 },
  });
  const lines = down.getVirtualItems();
  const shown = across.getVirtualItems();
  const rowAt = useBlocks(rows.asked, lines[0]?.index ?? 0, lines.at(-1)?.index ?? 0);
  const before = shown[0]?.start ?? 0;
  const after = across.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const top = lines[0]?.start ?? 0;
  const bottom = down.getTotalSize() - (lines.at(-1)?.end ?? 0);
  const known = new Map(profile?.columns.map((c) => [c.name, c]));
  const number = narrow ? 44 : 56;
  return (
    <div className="preview-scroll" ref={scroller} tabIndex={0} role="region" aria-label={t("Rows")}>
      <table className="preview" style={{ width: across.getTotalSize() + number }} aria-rowcount={matched + 1} aria-colcount={columns.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className="row-number" style={{ width: number }} aria-label={t("Row number")}>
              #
            </th>
            {before > 0 ? <th aria-hidden style={{ width: before }} className="gap" /> : null}
            {shown.map((item) => {
              const column = columns[item.index];
              return column ? (
                <GridHead
                  key={column.name}
                  column={column}
                  width={item.size}
                  profile={known.get(column.name)}
                  sort={rows.sort}
                  to={profileAddress(column.name)}
                />
              ) : null;
            })}
            {after > 0 ? <th aria-hidden style={{ width: after }} className="gap" /> : null}
          </tr>
        </thead>
        <tbody>
          {top > 0 ? (
            <tr aria-hidden className="gap" style={{ height: top }}>
              <Blank span={shown.length + 3} />
            </tr>
          ) : null}
          {lines.map((line) => {
            const row = rowAt(line.index);
            return (
              <tr key={line.index} aria-rowindex={line.index + 2}>
                <th scope="row" className="row-number">
                  {row ? f.count(row.number) : ""}
                </th>
                {before > 0 ? <td aria-hidden className="gap" /> : null}
                {shown.map((item) => {
                  const column = columns[item.index];
                  if (!column) return null;
                  const value = row?.cells[column.name];
                  const gone = row !== null && (value === null || value === undefined);
                  return (
                    <td
                      key={column.name}
                      className={`${isNumeric(column.type) ? "right" : ""} ${gone ? "missing" : ""}`}
                      title={gone ? undefined : cellText(value)}
                    >
                      {row === null ? "…" : gone ? t("missing") : cellText(value)}
                    </td>
                  );
                })}
                {after > 0 ? <td aria-hidden className="gap" /> : null}
              </tr>
            );
          })}
          {bottom > 0 ? (
            <tr aria-hidden className="gap" style={{ height: bottom }}>
              <Blank span={shown.length + 3} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

function widthOf(column: Column | undefined, profile: Profile | null): number {
  if (!column) return 120;
  const named = 48 + column.name.length * 7.6;
  const text = profile?.columns.find((c) => c.name === column.name)?.text;
  const valued = isNumeric(column.type) ? 96 : 24 + Math.min(30, text ? Math.max(text.meanLength * 1.15, 10) : 14) * 7.4;
  return Math.round(Math.min(280, Math.max(108, named, valued)));
}

/** Keeps the height of the rows that are not drawn. */
function Blank({ span }: { span: number }) {
  return <td colSpan={span}>{null}</td>;
}
