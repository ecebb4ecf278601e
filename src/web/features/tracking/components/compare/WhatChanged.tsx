import type { UseQueryResult } from "@tanstack/react-query";
import { useT } from "../../../../lib/i18n.ts";
import { problemOf } from "../../../../lib/problem.ts";
import type { Area, CompareGroup } from "./compareRuns.ts";

interface WhatChangedProps {
  groups: readonly CompareGroup[];
  read: UseQueryResult<{ unread: { path: string }[] }>;
}

/** One line that says where the runs differ; each part leads to its lines. */
export function WhatChanged({ groups, read }: WhatChangedProps) {
  const t = useT();
  const words: Partial<Record<Area, (n: number) => string>> = {
    code: (n) => t("Code: {n, plural, =0 {the same} one {# difference} other {# differences}}", { n }),
    data: (n) => t("Data: {n, plural, =0 {the same} one {# difference} other {# differences}}", { n }),
    params: (n) => t("Parameters: {n, plural, =0 {the same} one {# difference} other {# differences}}", { n }),
    environment: (n) => t("Environment: {n, plural, =0 {the same} one {# difference} other {# differences}}", { n }),
  };
  const silent: Partial<Record<Area, string>> = {
    code: t("Code: not recorded"),
    data: t("Data: not recorded"),
    params: t("Parameters: not recorded"),
    environment: t("Environment: not recorded"),
  };
  const order: readonly Area[] = ["code", "data", "params", "environment"];
  const jump = (area: Area) => document.getElementById(`changed-${area}`)?.scrollIntoView({ block: "center" });
  return (
    <div className="what-changed" role="group" aria-label={t("What changed")}>
      <b>{t("What changed")}</b>
      {order.map((area) => {
        const group = groups.find((each) => each.key === area);
        if (area !== "params" && read.isPending) return null;
        if (!group || group.lines.length === 0)
          return (
            <span key={area} className="chip">
              {silent[area]}
            </span>
          );
        return group.differing === 0 ? (
          <span key={area} className="chip">
            {words[area]?.(0)}
          </span>
        ) : (
          <button key={area} type="button" className="chip pri" onClick={() => jump(area)}>
            {words[area]?.(group.differing)}
          </button>
        );
      })}
      {read.error ? <span className="err sm">{problemOf(read.error).detail}</span> : null}
      {(read.data?.unread.length ?? 0) > 0 ? (
        <span className="sm t2">
          {t("{n, plural, one {# environment file} other {# environment files}} could not be read.", { n: read.data?.unread.length ?? 0 })}
        </span>
      ) : null}
    </div>
  );
}
