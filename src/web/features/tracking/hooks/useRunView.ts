import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { readView, writeView, type RunView } from "./viewState.ts";

export interface ViewHandle {
  view: RunView;
  params: URLSearchParams;
  /** Choosing pushes history, typing and dragging replace the entry. */
  set(change: Partial<RunView>, how?: "choose" | "type"): void;
  /** Takes a saved view's query string. */
  open(query: string, id: string): void;
}

/** The run table's state, which lives in the address and nowhere else. */
export function useRunView(): ViewHandle {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  const view = useMemo(() => readView(new URLSearchParams(text)), [text]);
  return {
    view,
    params,
    set: (change, how = "choose") =>
      setParams((before) => writeView(before, { ...readView(before), ...change }), { replace: how === "type", preventScrollReset: true }),
    open: (query, id) => {
      const next = new URLSearchParams(query);
      next.set("saved", id);
      setParams(next, { preventScrollReset: true });
    },
  };
}
