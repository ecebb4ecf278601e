import { useEffect, useState } from "react";
import { useFormat } from "../lib/format.ts";

/** Relative within 24 h, then a date; exact on hover; moves each half minute. */
export function Time({ at }: { at: string | null | undefined }) {
  const f = useFormat();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  return at === null || at === undefined ? (
    <span>{f.time(null)}</span>
  ) : (
    <time dateTime={at} title={f.exact(at)}>
      {f.time(at)}
    </time>
  );
}
