import { Button } from "antd";
import { ArchiveRestore, Download, FileDown, Link2, ListTree, MoreHorizontal, Sigma } from "lucide-react";
import { useNavigate } from "react-router";
import { csvLine, valueOf } from "../../../../../capabilities/tracking/contract/columns.ts";
import { exportRuns } from "../../../../../capabilities/tracking/contract/export.ts";
import { useT } from "../../../../lib/i18n.ts";
import { usePlace } from "../../../../lib/place.ts";
import { problemOf } from "../../../../lib/problem.ts";
import { download } from "../../../../lib/transfer.ts";
import { MenuList, Popup } from "../../../../ui/Popup.tsx";
import { saveFile } from "../../../../ui/saveFile.ts";
import { toast } from "../../../../ui/toasts.ts";
import type { RunRows } from "../../hooks/useRunRows.ts";
import type { ViewHandle } from "../../hooks/useRunView.ts";
import type { TableColumn } from "./useTableColumns.tsx";

interface MoreMenuProps {
  handle: ViewHandle;
  rows: RunRows;
  columns: readonly TableColumn[];
  title: string;
}

/** CSV of the screen and of all, nested runs, deleted runs, the address. */
export function MoreMenu({ handle, rows, columns, title }: MoreMenuProps) {
  const t = useT();
  const { view, set } = handle;
  const place = usePlace();
  const navigate = useNavigate();
  const head = [{ column: "attr:name", title: t("Run") }, ...columns.map((c) => ({ column: c.id, title: c.label }))];
  const screen = () => {
    const lines = rows.runs.map((run) => csvLine([run.name, ...columns.map((c) => valueOf(run, c.ref))]));
    saveFile(`${title}.csv`, "text/csv", csvLine(head.map((h) => h.title)) + lines.join(""));
  };
  const all = () =>
    download(exportRuns, { ...rows.asked, columns: head }).catch((error: unknown) => {
      const problem = problemOf(error);
      toast({ tone: "error", text: problem.detail, remark: problem.fix });
    });
  return (
    <Popup
      side="end"
      label={t("More")}
      button={(attributes) => <Button size="small" className="quiet" icon={<MoreHorizontal />} aria-label={t("More")} title={t("More")} {...attributes} />}
    >
      {(close) => (
        <MenuList
          close={close}
          items={[
            { key: "screen", label: t("CSV of the {n} rows loaded", { n: rows.runs.length }), icon: <Download size={14} aria-hidden />, onSelect: screen },
            {
              key: "all",
              label: rows.total === undefined ? t("CSV of all that match") : t("CSV of all {n}", { n: rows.total }),
              icon: <FileDown size={14} aria-hidden />,
              onSelect: () => void all(),
            },
            {
              key: "nested",
              label: view.nested ? t("Show runs inside runs in the list") : t("Fold runs inside their parents"),
              icon: <ListTree size={14} aria-hidden />,
              onSelect: () => set({ nested: !view.nested, group: [] }),
            },
            {
              key: "metrics",
              label: t("Custom metrics"),
              icon: <Sigma size={14} aria-hidden />,
              onSelect: () => void navigate(place.at("metrics")),
            },
            {
              key: "deleted",
              label: view.deleted ? t("Back to the runs") : t("Show deleted runs"),
              icon: <ArchiveRestore size={14} aria-hidden />,
              onSelect: () => set({ deleted: !view.deleted }),
            },
            {
              key: "link",
              label: t("Copy the address of this view"),
              icon: <Link2 size={14} aria-hidden />,
              onSelect: () => void navigator.clipboard?.writeText(window.location.href),
            },
          ]}
        />
      )}
    </Popup>
  );
}
