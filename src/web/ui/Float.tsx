import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import "./popup.css";

export interface FloatProps {
  /** What it hangs under: an element's box on the screen. */
  anchor: DOMRect;
  /** Name for screen readers. */
  label: string;
  onClose(): void;
  children: ReactNode;
}

/**
 * A small layer at any place of the page, for menus inside scrolling boxes: stays on the screen, takes the focus,
 * closes on Esc, outside press, scrolling and resizing, and gives the focus back.
 */
export function Float({ anchor, label, onClose, children }: FloatProps) {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const own = box.current?.getBoundingClientRect();
    if (!own) return;
    const below = anchor.bottom + 4 + own.height <= window.innerHeight - 8;
    setPlace({
      left: Math.max(8, Math.min(anchor.left, window.innerWidth - own.width - 8)),
      top: Math.max(8, below ? anchor.bottom + 4 : anchor.top - own.height - 4),
    });
  }, [anchor]);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.querySelector<HTMLElement>("input, button, a")?.focus({ preventScroll: true });
    const inside = (event: Event) => event.target instanceof Node && (box.current?.contains(event.target) ?? false);
    const outside = (event: Event) => {
      if (!inside(event)) close.current();
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close.current();
    };
    document.addEventListener("pointerdown", outside, true);
    document.addEventListener("scroll", outside, true);
    document.addEventListener("keydown", escape, true);
    window.addEventListener("resize", outside);
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("scroll", outside, true);
      document.removeEventListener("keydown", escape, true);
      window.removeEventListener("resize", outside);
      if (before instanceof HTMLElement && (document.activeElement === document.body || document.activeElement === null)) before.focus({ preventScroll: true });
    };
  }, []);
  return createPortal(
    <div className="popup float" ref={box} role="group" aria-label={label} style={place ?? { visibility: "hidden", left: 0, top: 0 }}>
      {children}
    </div>,
    document.body,
  );
}
