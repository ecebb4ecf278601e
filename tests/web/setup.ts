import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

const g = globalThis as unknown as Record<string, unknown>;

afterEach(() => {
  vi.unstubAllGlobals();
});

class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

if (typeof g["window"] !== "undefined") {
  g["ResizeObserver"] ??= Observer;
  g["matchMedia"] ??= (query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} });
  (g["Element"] as { prototype: Record<string, unknown> }).prototype["scrollIntoView"] ??= () => {};
  afterEach(() => cleanup());
  beforeEach(() => (g["localStorage"] as { clear(): void }).clear());
}
