import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useParams } from "react-router";
import { getSpan, traceTree } from "../../../../capabilities/tracking/contract/spans.ts";
import { getTrace, traceLinks } from "../../../../capabilities/tracking/contract/traces.ts";
import { pagesFor, queryFor } from "../../../lib/query.ts";

/** More rows than these are read when asked. */
const readAtOnce = 10_000;

/** The trace of the address, looked at again while it runs. */
export function useTrace() {
  const { traceId = "" } = useParams();
  const query = useQuery({
    ...queryFor(getTrace, { traceId }),
    refetchInterval: (q) => (q.state.data?.state === "IN_PROGRESS" ? 2000 : false),
  });
  const links = useQuery(queryFor(traceLinks, { traceId }));
  return { query, links: links.data };
}

/** Its spans without their content, read page by page. */
export function useSpans(traceId: string, live: boolean) {
  const query = useInfiniteQuery({ ...pagesFor(traceTree, { traceId, limit: 1000 }), refetchInterval: live ? 2000 : false });
  const spans = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.items), [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && spans.length < readAtOnce) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, spans.length]);
  return { query, spans };
}

export function useSpan(traceId: string, spanId: string | null) {
  return useQuery({ ...queryFor(getSpan, { traceId, spanId: spanId ?? "" }), enabled: spanId !== null, staleTime: 60_000 });
}
