import { useUrlValue } from "../../../lib/urlState.ts";

export type Source = "real" | "simulated";
export const windows = [1, 3, 24, 168, 720] as const;

/** Window and source of every figure on a monitoring page; both live in the address. */
export function useView() {
  const range = useUrlValue("range", "24");
  const from = useUrlValue("source", "real");
  const asked = Number(range.value);
  const hours: number = (windows as readonly number[]).includes(asked) ? asked : 24;
  const source: Source = from.value === "simulated" ? "simulated" : "real";
  return { hours, source, chooseHours: (next: string) => range.choose(next), chooseSource: (next: Source) => from.choose(next) };
}
