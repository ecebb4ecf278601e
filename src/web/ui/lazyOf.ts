import { lazy, type ComponentType, type LazyExoticComponent } from "react";

type Load<P> = () => Promise<{ default: ComponentType<P> }>;
const known = new WeakMap<object, unknown>();

/** The lazy component of a loader, always the same one for the same loader. */
export function lazyOf<P extends object>(load: Load<P>): LazyExoticComponent<ComponentType<P>> {
  const found = known.get(load) as LazyExoticComponent<ComponentType<P>> | undefined;
  const made = found ?? lazy(load);
  if (!found) known.set(load, made);
  return made;
}
