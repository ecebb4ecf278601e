import { useUrlValue } from "../../lib/urlState.ts";
import type { Column } from "./column.ts";

export interface ChosenColumns<Row> {
  columns: readonly Column<Row>[];
  toggle(key: string): void;
}

/** Columns shown, kept in the address as `cols`; the name column always stays. */
export function useColumns<Row>(all: readonly Column<Row>[]): ChosenColumns<Row> {
  const usual = all.filter((c) => !c.optional && !c.name).map((c) => c.key);
  const url = useUrlValue("cols", usual.join("~"));
  const keys = new Set(url.value.split("~"));
  return {
    columns: all.filter((c) => c.name || keys.has(c.key)),
    toggle: (key) => {
      if (keys.has(key)) keys.delete(key);
      else keys.add(key);
      url.choose(
        all
          .filter((c) => keys.has(c.key))
          .map((c) => c.key)
          .join("~"),
      );
    },
  };
}
