import { useSearchParams } from "react-router";

/**
 * One value of the query string. The default is left out of the address; `type` replaces the
 * history entry (typing), `choose` adds one (choosing).
 */
export function useUrlValue(key: string, fallback = ""): { value: string; type(next: string): void; choose(next: string): void } {
  const [params, setParams] = useSearchParams();
  const write = (next: string, replace: boolean) => {
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (next === fallback || next === "") after.delete(key);
        else after.set(key, next);
        return after;
      },
      { replace, preventScrollReset: true },
    );
  };
  return { value: params.get(key) ?? fallback, type: (next) => write(next, true), choose: (next) => write(next, false) };
}
