import { useEffect, useState } from "react";

/** A pause between two charts in which the page answers presses and draws. */
const pauseMs = 20;

/** How many of `count` charts to draw by now: one more at a time, so that many together never hold the page up. */
export function useStaged(count: number): number {
  const [drawn, setDrawn] = useState(1);
  useEffect(() => {
    if (drawn >= count) return;
    const timer = setTimeout(() => setDrawn(drawn + 1), pauseMs);
    return () => clearTimeout(timer);
  }, [drawn, count]);
  return Math.min(drawn, count);
}
