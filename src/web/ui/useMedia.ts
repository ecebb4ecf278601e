import { useSyncExternalStore } from "react";

/** True while the media query matches. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}

/** One column, bottom bar, cards instead of rows. */
export function useNarrow(): boolean {
  return useMedia("(max-width: 767px)");
}
