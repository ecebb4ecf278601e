import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type * as z from "zod";
import type { ObjectSchema } from "../../kernel/contract/operation.ts";
import type { Operation } from "./client.ts";
import { pagesFor } from "./query.ts";
import { useDebounced } from "./useDebounced.ts";

export interface Sort {
  key: string;
  order: "asc" | "desc";
}

/** What a list page needs and a `DataTable` takes; filter and sort live in the address. */
export interface List<Row> {
  rows: readonly Row[];
  /** First page on its way, nothing to show yet. */
  loading: boolean;
  error: Error | null;
  retry(): void;
  hasMore: boolean;
  loadMore(): void;
  loadingMore: boolean;
  filter: string;
  setFilter(text: string): void;
  sort: Sort;
  setSort(sort: Sort): void;
  queryKey: readonly unknown[];
}

type ListOutput = ObjectSchema & z.ZodType<{ items: unknown[]; nextCursor: string | null }>;
type RowOf<O> = O extends z.ZodType<{ items: (infer R)[]; nextCursor: string | null }> ? R : never;

/**
 * A list operation as a page shows it: endless keyset pages, `q`, `sort` and `order` in the URL.
 * @example const list = useList(listDatasets, { projectId }, { key: "createdAt", order: "desc" });
 */
export function useList<I extends ObjectSchema, O extends ListOutput>(
  spec: Operation<I, O>,
  input: Record<string, unknown>,
  initial: Sort,
  options: { prefix?: string; enabled?: boolean; refetchMs?: number } = {},
): List<RowOf<O>> {
  const [params, setParams] = useSearchParams();
  const name = (key: string) => `${options.prefix ?? ""}${key}`;
  const filter = params.get(name("q")) ?? "";
  const settled = useDebounced(filter, 200);
  const sort = readSort(params.get(name("sort")), initial);
  const asked = { ...input, sort: sort.key, order: sort.order, ...(settled.trim() === "" ? {} : { q: settled.trim() }) };
  const query = useInfiniteQuery({
    ...pagesFor(spec, asked as unknown as Omit<z.input<I>, "cursor">),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchMs ?? false,
  });
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap((page) => (page as { items: RowOf<O>[] }).items), [query.data]);
  const set = (key: string, value: string | null, replace: boolean) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === null || value === "") after.delete(name(key));
        else after.set(name(key), value);
        return after;
      },
      { replace, preventScrollReset: true },
    );
  return {
    rows,
    loading: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    loadingMore: query.isFetchingNextPage,
    filter,
    setFilter: (text) => set("q", text, true),
    sort,
    setSort: (next) => set("sort", next.key === initial.key && next.order === initial.order ? null : `${next.order === "desc" ? "-" : ""}${next.key}`, false),
    queryKey: [spec.name, asked, "pages"],
  };
}

function readSort(text: string | null, initial: Sort): Sort {
  if (text === null || text === "") return initial;
  return text.startsWith("-") ? { key: text.slice(1), order: "desc" } : { key: text, order: "asc" };
}
