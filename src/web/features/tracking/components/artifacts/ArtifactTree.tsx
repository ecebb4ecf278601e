import { ChevronDown, ChevronRight, Download, File, FileCode, FileImage, FileJson, Folder as FolderIcon, Globe, Table2 } from "lucide-react";
import { useState, type CSSProperties } from "react";
import type { Artifact } from "../../../../../capabilities/tracking/contract/artifacts.ts";
import { useFormat } from "../../../../lib/format.ts";
import { useT } from "../../../../lib/i18n.ts";
import { foldersOf, kindOf, rowsOf } from "./artifactKind.ts";

const icons = { json: FileJson, table: Table2, text: FileCode, image: FileImage, page: Globe, binary: File };

interface TreeProps {
  files: readonly Artifact[];
  open: Artifact | undefined;
  onOpen(path: string): void;
  onSave(file: Artifact): void;
}

/** Files by folder; folders open and close. */
export function ArtifactTree({ files, open, onOpen, onSave }: TreeProps) {
  const t = useT();
  const f = useFormat();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const turn = (path: string) => setClosed((before) => (before.has(path) ? new Set([...before].filter((p) => p !== path)) : new Set([...before, path])));
  const indent = (depth: number): CSSProperties => ({ paddingInlineStart: 14 + depth * 16 });
  return (
    <ul>
      {rowsOf(foldersOf(files), closed).map((row) => {
        if ("folder" in row) {
          const Turn = row.open ? ChevronDown : ChevronRight;
          return (
            <li key={`${row.folder.path}/`}>
              <button type="button" className="file-open" aria-expanded={row.open} style={indent(row.depth)} onClick={() => turn(row.folder.path)}>
                <Turn size={14} aria-hidden />
                <FolderIcon size={14} aria-hidden />
                <span className="mono ellipsis grow">{row.folder.name}</span>
                <span className="sm t3 num">{f.bytes(row.folder.sizeBytes)}</span>
              </button>
            </li>
          );
        }
        const { file } = row;
        const Icon = icons[kindOf(file)];
        const name = file.path.split("/").at(-1) ?? file.path;
        return (
          <li key={file.path} className={file === open ? "here" : ""}>
            <button
              type="button"
              className="file-open"
              aria-current={file === open ? "true" : undefined}
              title={file.path}
              style={indent(row.depth)}
              onClick={() => onOpen(file.path)}
            >
              <Icon size={14} aria-hidden />
              <span className="mono ellipsis grow">{name}</span>
              <span className="sm t2 num">{f.bytes(file.sizeBytes)}</span>
            </button>
            <button
              type="button"
              className="icon-button s"
              aria-label={t("Download {name}", { name: file.path })}
              title={t("Download {name}", { name: file.path })}
              onClick={() => onSave(file)}
            >
              <Download size={14} aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
