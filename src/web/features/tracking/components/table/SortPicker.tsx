import { Button } from "antd";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useT } from "../../../../lib/i18n.ts";
import { MenuList, Popup } from "../../../../ui/Popup.tsx";
import type { SortKey } from "../../hooks/viewState.ts";
import type { TableColumn } from "./useTableColumns.tsx";

/** Sorting where there are no headers to press. */
export function SortPicker({
  sort,
  columns,
  onChange,
}: {
  sort: readonly SortKey[];
  columns: readonly TableColumn[];
  onChange(sort: readonly SortKey[]): void;
}) {
  const t = useT();
  const first = sort[0];
  const label = columns.find((c) => c.id === first?.column)?.label ?? t("Run");
  const Arrow = first?.order === "asc" ? ArrowUp : ArrowDown;
  const all = [{ id: "attr:name", label: t("Run") }, ...columns.filter((c) => c.sortable)];
  return (
    <Popup
      label={t("Sort by")}
      button={(attributes) => (
        <Button size="small" className="quiet" icon={<Arrow />} {...attributes}>
          <span className="ellipsis group-word">{label}</span>
        </Button>
      )}
    >
      {(close) => (
        <MenuList
          close={close}
          items={all.map((column) => ({
            key: column.id,
            label: column.label,
            icon: column.id === first?.column ? <Arrow size={14} aria-hidden /> : undefined,
            onSelect: () => onChange([{ column: column.id, order: column.id === first?.column && first.order === "desc" ? "asc" : "desc" }]),
          }))}
        />
      )}
    </Popup>
  );
}
