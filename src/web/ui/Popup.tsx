import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import "./popup.css";

export interface PopupProps {
  /** Draws the button; spread the given attributes onto it. */
  button(attributes: { "aria-expanded": boolean; "aria-controls": string; onClick(): void }, open: boolean): ReactNode;
  /** Where it hangs: under the start or the end of the button. */
  side?: "start" | "end";
  /** Name for screen readers. */
  label: string;
  children(close: () => void): ReactNode;
}

/** A small layer under a button: closes on Esc, outside press and leaving focus; focus returns. */
export function Popup({ button, side = "start", label, children }: PopupProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      box.current?.querySelector<HTMLElement>("[aria-expanded]")?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", escape, true);
    };
  }, [open]);
  return (
    <div className="popup-anchor" ref={box}>
      {button({ "aria-expanded": open, "aria-controls": id, onClick: () => setOpen(!open) }, open)}
      {open ? (
        <div className={`popup ${side}`} id={id} role="group" aria-label={label}>
          {children(() => setOpen(false))}
        </div>
      ) : null}
    </div>
  );
}

export interface MenuItem {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  danger?: boolean;
  onSelect(): void;
}

/** A list of acts inside a popup. */
export function MenuList({ items, close }: { items: readonly MenuItem[]; close(): void }) {
  return (
    <div className="menu-list">
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          className={item.danger ? "err" : ""}
          onClick={() => {
            close();
            item.onSelect();
          }}
        >
          {item.icon}
          {item.label}
        </button>
      ))}
    </div>
  );
}
