import { infiniteQueryOptions, QueryClient, queryOptions, useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import type * as z from "zod";
import type { ObjectSchema } from "../../kernel/contract/operation.ts";
import { act, api, type Acted, type Operation } from "./client.ts";
import { ProblemError } from "./problem.ts";

/** One cache for the page; refusals are not retried, an unreachable server is, twice. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && (!(error instanceof ProblemError) || ["offline", "unavailable"].includes(error.problem.code)),
      },
      mutations: { retry: false },
    },
  });
}

/** Query options of a read; the key is `[operation, input]` and never typed by hand. */
export function queryFor<I extends ObjectSchema, O extends ObjectSchema>(spec: Operation<I, O>, input: z.input<I>) {
  return queryOptions({
    queryKey: [spec.name, input] as const,
    queryFn: ({ signal }): Promise<z.output<O>> => api(spec, input, { signal }),
  });
}

type PageOutput = ObjectSchema & z.ZodType<{ items: unknown[]; nextCursor: string | null }>;

/** Infinite query options of a list operation: `cursor` is the page parameter. */
export function pagesFor<I extends ObjectSchema, O extends PageOutput>(spec: Operation<I, O>, input: Omit<z.input<I>, "cursor">) {
  return infiniteQueryOptions({
    queryKey: [spec.name, input, "pages"] as const,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<z.output<O>> =>
      api(spec, { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) } as z.input<I>, { signal }),
    getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor,
  });
}

/** Drops everything cached of a noun (`models` → every `models.*` read). */
export async function invalidateNoun(client: QueryClient, noun: string): Promise<void> {
  await client.invalidateQueries({ predicate: (query) => String(query.queryKey[0]).startsWith(`${noun}.`) });
}

export interface ActOptions<I, O> {
  /** Nouns besides the operation's own whose reads are stale afterwards. */
  also?: readonly string[];
  onDone?(output: O, input: I): void;
  /** An approval is asked for instead; without this the caller reads `data.kind`. */
  onApproval?(approvalId: string, input: I): void;
  onProblem?(error: ProblemError): void;
}

/** A write as a mutation. Its answer is handed on at once; then every read of its noun is fetched again, and only that ends the mutation. */
export function useAct<I extends ObjectSchema, O extends ObjectSchema>(
  spec: Operation<I, O>,
  options: ActOptions<z.input<I>, z.output<O>> = {},
): UseMutationResult<Acted<z.output<O>>, Error, z.input<I>> {
  const client = useQueryClient();
  return useMutation({
    mutationKey: [spec.name],
    mutationFn: (input: z.input<I>) => act(spec, input, spec.http.method === "POST" ? { idempotencyKey: crypto.randomUUID() } : {}),
    onSuccess: async (acted, input) => {
      if (acted.kind === "done") options.onDone?.(acted.output, input);
      else options.onApproval?.(acted.approvalId, input);
      await Promise.all([spec.name.split(".")[0] ?? "", ...(options.also ?? [])].map((noun) => invalidateNoun(client, noun)));
    },
    onError: (error) => {
      if (error instanceof ProblemError) options.onProblem?.(error);
    },
  });
}
