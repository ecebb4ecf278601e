import { useRef, useState } from "react";
import type { Selection } from "./column.ts";

/** Selection of a table's rows by key. */
export function useSelection<Row>(): Selection<Row> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  return { keys, onChange: setKeys, anchor };
}
