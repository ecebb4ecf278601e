import type { ReactNode } from "react";
import { useT } from "../../../lib/i18n.ts";
import { problemOf } from "../../../lib/problem.ts";
import { Card } from "../../../ui/Card.tsx";
import { Async } from "../../../ui/states.tsx";

/** A plot's data on its way: a card with its title until it is there; an absent file is said as such. */
export function PlotState<T>({
  title,
  query,
  children,
}: {
  title: string;
  query: { data: T | undefined; error: Error | null; isPending: boolean; refetch(): unknown };
  children(data: T): ReactNode;
}) {
  const t = useT();
  if (query.data !== undefined) return children(query.data);
  return (
    <Card title={title}>
      {query.error && problemOf(query.error).code === "not_found" ? (
        <p className="pad t2">{t("This run has no such plot.")}</p>
      ) : (
        <Async query={query} what={t("The plot could not load.")} shape="block">
          {() => null}
        </Async>
      )}
    </Card>
  );
}
