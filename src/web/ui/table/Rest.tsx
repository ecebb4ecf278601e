import type { CSSProperties } from "react";
import { useFormat } from "../../lib/format.ts";
import { useT } from "../../lib/i18n.ts";

/** Keeps the room of rows that are not drawn. */
export function Spacer({ span, height }: { span: number; height: number }) {
  return (
    <tr aria-hidden className="spacer">
      <td colSpan={span} style={{ height }}>
        {null}
      </td>
    </tr>
  );
}

interface MoreRowsProps {
  hasMore: boolean;
  loading: boolean;
  loadMore(): void;
  /** Rows that are loaded, where the foot says them. */
  loaded?: number;
  style?: CSSProperties;
}

/** Foot of an endless list: loads on where scrolling did not. */
export function MoreRows({ hasMore, loading, loadMore, loaded, style }: MoreRowsProps) {
  const t = useT();
  const f = useFormat();
  if (!hasMore) return null;
  return (
    <button type="button" className="more-rows" style={style} onClick={loadMore} disabled={loading}>
      {loading ? t("Loading more") : loaded === undefined ? t("Show more") : t("Show more than {n}", { n: f.count(loaded) })}
    </button>
  );
}
