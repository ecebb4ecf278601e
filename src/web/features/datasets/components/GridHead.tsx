import { ArrowDown, ArrowUp, Target } from "lucide-react";
import { Link } from "react-router";
import type { Column } from "../../../../capabilities/datasets/contract.ts";
import type { ColumnProfile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useT } from "../../../lib/i18n.ts";
import { ColumnFoot, ColumnShape } from "./ColumnShape.tsx";
import { types } from "./words.ts";

export interface GridHeadProps {
  column: Column;
  width: number;
  profile: ColumnProfile | undefined;
  sort: { column: string; order: "asc" | "desc"; choose(next: string): void };
  /** Where the column's profile is. */
  to: string;
}

/** Head of a data column: type, name that sorts, shape that opens the profile. */
export function GridHead({ column, width, profile, sort, to }: GridHeadProps) {
  const t = useT();
  const [TypeIcon, word] = types[column.type];
  const Icon = column.role === "target" ? Target : TypeIcon;
  const active = sort.column === column.name;
  const Arrow = sort.order === "asc" ? ArrowUp : ArrowDown;
  const flagged = profile !== undefined && (profile.missing01 >= 0.05 || profile.leaking || profile.constant);
  const next = !active ? column.name : sort.order === "asc" ? `-${column.name}` : "";
  return (
    <th scope="col" style={{ width }} className={flagged ? "flagged" : ""} aria-sort={active ? (sort.order === "asc" ? "ascending" : "descending") : undefined}>
      <button type="button" className="head-name" onClick={() => sort.choose(next)} title={t("{name}, {type}: sort", { name: column.name, type: t(word) })}>
        <Icon size={14} aria-hidden />
        <span className="mono ellipsis">{column.name}</span>
        {active ? <Arrow size={12} aria-hidden className="pri" /> : null}
      </button>
      {profile ? (
        <Link to={to} className="head-shape">
          <span className="sr">{t("Profile of {name}", { name: column.name })}</span>
          <span className="shape">
            <ColumnShape column={profile} />
          </span>
          <span className="foot">
            <ColumnFoot column={profile} target={column.role === "target"} />
          </span>
        </Link>
      ) : (
        <span className="head-shape">
          <span className="shape" />
          <span className="foot">{t(word)}</span>
        </span>
      )}
    </th>
  );
}
