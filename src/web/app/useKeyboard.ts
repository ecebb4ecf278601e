import { useEffect, useRef } from "react";
import { useLocation, useNavigate } from "react-router";
import { placeOf } from "../lib/place.ts";
import { useCollection } from "../ui/collection.tsx";
import { panelNow, setPanel } from "../ui/panelState.ts";
import { setShell, shellNow } from "./shellState.ts";

const chordMs = 1200;

/** True while typing: single keys are off in fields. */
function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

/** Keys of the whole page (UI.md §6); none decides, deletes or deploys. */
export function useKeyboard(): void {
  const navigate = useNavigate();
  const location = useLocation();
  const manifests = useCollection();
  const goAt = useRef(0);
  useEffect(() => {
    const place = placeOf(location.pathname);
    const items = manifests.flatMap((m) => m.navigation ?? []);
    const onKey = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setShell({ palette: shellNow().palette === "search" ? "closed" : "search" });
        return;
      }
      if (command && event.key.toLowerCase() === "j" && manifests.some((m) => m.panel)) {
        event.preventDefault();
        setPanel(!panelNow().open);
        return;
      }
      if (command || event.altKey || inField(event.target) || !shellNow().keys || shellNow().palette !== "closed") return;
      const chord = Date.now() - goAt.current < chordMs;
      goAt.current = 0;
      if (chord) {
        const item = items.find((each) => each.goKey === event.key);
        if (item) {
          event.preventDefault();
          void navigate(item.workspaceWide ? place.at(item.path, null) : place.at(item.path));
        }
      } else if (event.key === "g") goAt.current = Date.now();
      else if (event.key === "[") setShell({ folded: !shellNow().folded });
      else if (event.key === "?") setShell({ palette: "shortcuts" });
      else if (event.key === "/") {
        const field = document.querySelector<HTMLElement>("main [data-filter-field]");
        if (field) {
          event.preventDefault();
          field.focus();
        }
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [location.pathname, manifests, navigate]);
}
