import { invalid } from "./problems.ts";
import { cursorToken, openCursor } from "./tokens.ts";

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Our pages hold 1,000 rows at most, theirs up to 50,000: as many of ours as it takes. @throws MlflowError on a size that is none */
export async function paged<T>(
  size: number,
  most: number,
  token: string | undefined,
  fetch: (page: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<{ items: T[]; token: string | undefined }> {
  if (size < 1) throw invalid(`Invalid value ${size} for parameter 'max_results' supplied. It must be a positive integer`);
  if (size > most) throw invalid(`Invalid value ${size} for parameter 'max_results' supplied. It must be at most ${most}`);
  const items: T[] = [];
  let cursor = openCursor(token);
  for (;;) {
    const page = await fetch({ limit: Math.min(1000, size - items.length), ...(cursor !== undefined && { cursor }) });
    items.push(...page.items);
    if (page.nextCursor === null || items.length >= size) return { items, token: cursorToken(page.nextCursor) };
    cursor = page.nextCursor;
  }
}
