import { Copy, EqualNot, Equal, ChevronsDown, ChevronsUp, Layers } from "lucide-react";
import { valueOf } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { useT } from "../../../../lib/i18n.ts";
import { Float } from "../../../../ui/Float.tsx";
import { MenuList, type MenuItem } from "../../../../ui/Popup.tsx";
import type { RunView } from "../../hooks/viewState.ts";
import { both, cellClause, fieldText } from "../filter/clauses.ts";
import type { TableColumn } from "./useTableColumns.tsx";

interface CellMenuProps {
  run: Run;
  column: TableColumn;
  box: DOMRect;
  view: RunView;
  set(change: Partial<RunView>): void;
  onClose(): void;
}

/** Quick filters from a value. */
export function CellMenu({ run, column, box, view, set, onClose }: CellMenuProps) {
  const t = useT();
  const value = valueOf(run, column.ref);
  const filter = (operator: "=" | "!=" | ">=" | "<=", label: string, icon: MenuItem["icon"]): MenuItem[] => {
    const clause = value === null ? null : cellClause(column.ref, operator, value);
    return clause === null ? [] : [{ key: operator, label, icon, onSelect: () => set({ filter: both(view.filter, clause) }) }];
  };
  const numeric = typeof value === "number" || column.ref.key === "startedAt" || column.ref.key === "endedAt";
  const field = fieldText(column.ref);
  const absent = value === null && field !== null && (column.ref.kind === "param" || column.ref.kind === "tag") ? `${field} IS NULL` : null;
  const items: MenuItem[] = [
    ...(absent === null
      ? []
      : [
          {
            key: "absent",
            label: t("Only runs without it"),
            icon: <Equal size={14} aria-hidden />,
            onSelect: () => set({ filter: both(view.filter, absent) }),
          },
        ]),
    ...(numeric
      ? [
          ...filter(">=", t("Only this or more"), <ChevronsUp size={14} aria-hidden />),
          ...filter("<=", t("Only this or less"), <ChevronsDown size={14} aria-hidden />),
        ]
      : [...filter("=", t("Only this value"), <Equal size={14} aria-hidden />), ...filter("!=", t("Without this value"), <EqualNot size={14} aria-hidden />)]),
    ...(column.ref.kind === "param" || column.ref.kind === "tag"
      ? [
          {
            key: "group",
            label: t("Group by {name}", { name: column.title }),
            icon: <Layers size={14} aria-hidden />,
            onSelect: () => set({ group: [column.id] }),
          },
        ]
      : []),
    {
      key: "copy",
      label: t("Copy the value"),
      icon: <Copy size={14} aria-hidden />,
      onSelect: () => void navigator.clipboard?.writeText(value === null ? "" : String(value)),
    },
  ];
  return (
    <Float anchor={box} label={t("{column} of {run}", { column: column.label, run: run.name })} onClose={onClose}>
      <p className="menu-who t2 ellipsis" style={{ maxWidth: 300 }}>
        <span className="mono">{value === null ? "—" : String(value)}</span>
      </p>
      <MenuList items={items} close={onClose} />
    </Float>
  );
}
