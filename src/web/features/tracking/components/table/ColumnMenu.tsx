import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EyeOff, Layers, Pin, PinOff, Plus, RotateCcw, Sigma } from "lucide-react";
import { aggregates, columnText } from "../../../../../capabilities/tracking/contract/columns.ts";
import { useT } from "../../../../lib/i18n.ts";
import { Float } from "../../../../ui/Float.tsx";
import { MenuList, type MenuItem } from "../../../../ui/Popup.tsx";
import type { RunView, ShownColumn } from "../../hooks/viewState.ts";
import { aggregateWords, type TableColumn } from "./useTableColumns.tsx";

interface ColumnMenuProps {
  column: TableColumn;
  box: DOMRect;
  view: RunView;
  /** The columns shown now, the usual ones made explicit. */
  shown: readonly ShownColumn[];
  set(change: Partial<RunView>): void;
  onClose(): void;
}

/** Everything that can be done with a column, also what dragging does. */
export function ColumnMenu({ column, box, view, shown, set, onClose }: ColumnMenuProps) {
  const t = useT();
  const at = shown.findIndex((c) => c.column === column.id);
  const change = (make: (all: ShownColumn[]) => ShownColumn[]) => set({ columns: make([...shown]) });
  const move = (by: number) =>
    change((all) => {
      const [taken] = all.splice(at, 1);
      if (taken) all.splice(at + by, 0, taken);
      return all;
    });
  const rest = view.sort.filter((s) => s.column !== column.id);
  const { ref } = column;
  const others = ref.kind === "metric" ? aggregates.filter((each) => each !== ref.aggregate && !shown.some((c) => c.column === `${each}:${ref.key}`)) : [];
  const items: MenuItem[] = [
    ...(column.sortable
      ? [
          {
            key: "asc",
            label: t("Sort ascending"),
            icon: <ArrowUp size={14} aria-hidden />,
            onSelect: () => set({ sort: [{ column: column.id, order: "asc" }] }),
          },
          {
            key: "desc",
            label: t("Sort descending"),
            icon: <ArrowDown size={14} aria-hidden />,
            onSelect: () => set({ sort: [{ column: column.id, order: "desc" }] }),
          },
          {
            key: "add",
            label: t("Add as next sort key"),
            icon: <Plus size={14} aria-hidden />,
            onSelect: () => set({ sort: [...rest, { column: column.id, order: "desc" }] }),
          },
        ]
      : []),
    ...(ref.kind === "param" || ref.kind === "tag"
      ? [{ key: "group", label: t("Group by {name}", { name: ref.key }), icon: <Layers size={14} aria-hidden />, onSelect: () => set({ group: [column.id] }) }]
      : []),
    ...(at > 0 ? [{ key: "left", label: t("Move left"), icon: <ArrowLeft size={14} aria-hidden />, onSelect: () => move(-1) }] : []),
    ...(at < shown.length - 1 ? [{ key: "right", label: t("Move right"), icon: <ArrowRight size={14} aria-hidden />, onSelect: () => move(1) }] : []),
    {
      key: "pin",
      label: column.pinned ? t("Unpin") : t("Pin to the left"),
      icon: column.pinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />,
      onSelect: () => change((all) => all.map((c) => (c.column === column.id ? pinnedOr(c, !column.pinned) : c))),
    },
    {
      key: "wider",
      label: t("Make wider"),
      icon: <ArrowRight size={14} aria-hidden />,
      onSelect: () => change((all) => all.map((c) => (c.column === column.id ? { ...c, width: Math.min(1000, column.width + 60) } : c))),
    },
    {
      key: "width",
      label: t("Usual width"),
      icon: <RotateCcw size={14} aria-hidden />,
      onSelect: () => change((all) => all.map(({ width, ...c }) => (c.column === column.id || width === undefined ? c : { ...c, width }))),
    },
    { key: "hide", label: t("Hide"), icon: <EyeOff size={14} aria-hidden />, onSelect: () => change((all) => all.filter((c) => c.column !== column.id)) },
    ...others.map((aggregate): MenuItem => ({
      key: aggregate,
      label: t("Add {aggregate}", { aggregate: t(aggregateWords[aggregate]) }),
      icon: <Sigma size={14} aria-hidden />,
      onSelect: () =>
        change((all) => {
          all.splice(at + 1, 0, { column: columnText({ kind: "metric", key: ref.key, aggregate }) });
          return all;
        }),
    })),
  ];
  return (
    <Float anchor={box} label={t("Column {name}", { name: column.label })} onClose={onClose}>
      <MenuList items={items} close={onClose} />
    </Float>
  );
}

function pinnedOr({ pinned: _pinned, ...column }: ShownColumn, pinned: boolean): ShownColumn {
  return pinned ? { ...column, pinned } : column;
}
