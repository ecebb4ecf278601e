import { Button } from "antd";
import { CircleX, Lock, RefreshCw, SearchX, WifiOff } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { Say, useT } from "../lib/i18n.ts";
import { problemOf } from "../lib/problem.ts";
import { CopyText } from "./Copy.tsx";
import { Snippet } from "./Snippet.tsx";
import "./states.css";

/** Nothing for 300 ms, then grey shapes of the content to come. */
export function Loading({ rows = 6, shape = "list" }: { rows?: number; shape?: "list" | "tiles" | "block" }) {
  const t = useT();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  const widths = [82, 64, 90, 58, 74, 69];
  return (
    <div className={`loading ${shape}`} role="status" aria-busy="true">
      <span className="sr">{t("Loading")}</span>
      {late
        ? Array.from({ length: rows }, (_, i) => (
            <div key={i} className="skeleton-row" aria-hidden>
              {shape === "list" ? <span className="skeleton" style={{ width: 14 }} /> : null}
              <span className="skeleton" style={{ width: `${widths[i % widths.length] ?? 70}%` }} />
              {shape === "list" ? <span className="skeleton" style={{ width: "70%" }} /> : null}
              {shape === "list" ? <span className="skeleton end" style={{ width: 44 }} /> : null}
            </div>
          ))
        : null}
    </div>
  );
}

/** What lives here in one sentence, one action, one snippet that can be copied. */
export function Empty({ say, action, snippet, children }: { say: ReactNode; action?: ReactNode; snippet?: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p>{say}</p>
      {action === undefined ? null : <div className="row wrap">{action}</div>}
      {snippet === undefined ? null : <Snippet code={snippet} />}
      {children}
    </div>
  );
}

/** The filter hides everything: repeats it and offers the way back. */
export function FilteredEmpty({ filter, onClear }: { filter: string; onClear(): void }) {
  const t = useT();
  return (
    <div className="state">
      <p>
        <Say m="<b>Nothing matches <q>{filter}</q>.</b>" v={{ filter }} tags={{ b: (p) => <b>{p}</b>, q: (p) => <span className="mono">{p}</span> }} />
      </p>
      <Button size="small" onClick={onClear}>
        {t("Clear filter")}
      </Button>
    </div>
  );
}

export interface ErrorStateProps {
  error: unknown;
  /** What could not be done, one sentence: “The chart could not load.” */
  what: string;
  /** What still works. */
  stillWorks?: string;
  onRetry?(): void;
}

/** What failed, why, what still works, what to do, and the request's id. Shows missing rights as such. */
export function ErrorState({ error, what, stillWorks, onRetry }: ErrorStateProps) {
  const t = useT();
  const problem = problemOf(error);
  if (problem.code === "forbidden") return <NoPermission error={error} />;
  const absent = problem.code === "not_found";
  const Icon = problem.code === "offline" ? WifiOff : absent ? SearchX : CircleX;
  return (
    <div className="state" role="alert">
      <Icon size={18} aria-hidden className={absent ? "t3" : "err"} />
      <p>
        <b>{what}</b> <span className="t2">{[problem.detail, stillWorks ?? "", problem.fix].filter((s) => s !== "" && s !== what).join(" ")}</span>
      </p>
      <div className="row wrap">
        {onRetry && !absent ? (
          <Button size="small" icon={<RefreshCw />} onClick={onRetry}>
            {t("Try again")}
          </Button>
        ) : null}
        {problem.requestId === null || absent ? null : (
          <span className="sm t2">
            {t("Request")} <CopyText text={problem.requestId} />
          </span>
        )}
      </div>
    </div>
  );
}

/** The server says clauses; between sentences they stand as one. */
const asSentence = (clause: string): string => `${clause.charAt(0).toLocaleUpperCase()}${clause.slice(1)}${clause.endsWith(".") ? "" : "."}`;

/** Which action is missing and who can grant it. */
export function NoPermission({ error, what }: { error: unknown; what?: string }) {
  const problem = problemOf(error);
  return (
    <div className="state" role="alert">
      <Lock size={18} aria-hidden className="t3" />
      <p>
        <b>{what ?? problem.detail}</b>{" "}
        <span className="t2">
          {problem.missing === null ? null : (
            <Say m="Missing: <a>{action}</a>." v={{ action: problem.missing }} tags={{ a: (p) => <span className="mono">{p}</span> }} />
          )}{" "}
          {problem.grantors === null ? problem.fix : asSentence(problem.grantors)}
        </span>
      </p>
    </div>
  );
}

/** Skeleton, error or content of one read; the four states in one place. */
export function Async<T>({
  query,
  what,
  shape,
  rows,
  children,
}: {
  query: { data: T | undefined; error: Error | null; isPending: boolean; refetch(): unknown };
  what: string;
  shape?: "list" | "tiles" | "block";
  rows?: number;
  children(data: T): ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} what={what} onRetry={() => void query.refetch()} />;
  return <Loading {...(shape ? { shape } : {})} {...(rows ? { rows } : {})} />;
}
