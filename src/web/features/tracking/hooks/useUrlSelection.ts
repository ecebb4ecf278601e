import { useMemo, useRef, useState } from "react";
import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { useUrlValue } from "../../../lib/urlState.ts";
import type { Selection } from "../../../ui/table/column.ts";

/** Up to this many picks travel in the address; more stay with the page. */
const mostInUrl = 20;

/** The picked runs: in the address as `sel`, so that a colleague sees the same charts. */
export function useUrlSelection(): Selection<Run> {
  const sel = useUrlValue("sel");
  const [many, setMany] = useState<ReadonlySet<string> | null>(null);
  const anchor = useRef<string | null>(null);
  const few = useMemo<ReadonlySet<string>>(() => new Set(sel.value.split(",").filter((id) => id !== "")), [sel.value]);
  return {
    keys: many ?? few,
    anchor,
    onChange: (keys) => {
      const short = keys.size <= mostInUrl;
      setMany(short ? null : keys);
      sel.type(short ? [...keys].join(",") : "");
    },
  };
}
