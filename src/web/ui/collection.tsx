import { createContext, Suspense, useContext, type ReactNode } from "react";
import { Link } from "react-router";
import { usePlace } from "../lib/place.ts";
import { lazyOf } from "./lazyOf.ts";
import type { Manifest, ObjectLink, Slot } from "./manifest.ts";

/** All manifests, handed in by the app. */
export const CollectionContext = createContext<readonly Manifest[]>([]);

/** The manifests of every feature that exists. */
export function useCollection(): readonly Manifest[] {
  return useContext(CollectionContext);
}

function linkFor(manifests: readonly Manifest[], type: string): ObjectLink | undefined {
  return manifests.flatMap((m) => m.links ?? []).find((link) => link.type === type);
}

/** Finds the address of any object; null when no feature shows that type. */
export function useObjectLink(): (type: string, id: string, projectId?: string | null) => string | null {
  const manifests = useCollection();
  const place = usePlace();
  return (type, id, projectId) => linkFor(manifests, type)?.to(place, id, projectId ?? place.projectId) ?? null;
}

/** A link to any feature's object; plain text when no feature shows that type. */
export function ObjectRef({
  type,
  id,
  projectId,
  icon = false,
  children,
}: {
  type: string;
  id: string;
  projectId?: string | null;
  icon?: boolean;
  children: ReactNode;
}) {
  const manifests = useCollection();
  const to = useObjectLink()(type, id, projectId);
  const Icon = linkFor(manifests, type)?.icon;
  const body = (
    <>
      {icon && Icon ? <Icon size={14} aria-hidden /> : null}
      {children}
    </>
  );
  return to === null ? <span>{body}</span> : <Link to={to}>{body}</Link>;
}

/** Widgets that features contribute to a slot, in order. Each draws its own frame and may draw nothing. */
export function SlotContents({ slot }: { slot: Slot }) {
  const widgets = useCollection()
    .flatMap((m) => m.widgets ?? [])
    .filter((w) => w.slot === slot)
    .toSorted((a, b) => a.order - b.order);
  return widgets.map((widget) => {
    const Component = lazyOf(widget.load);
    return (
      <Suspense key={widget.key} fallback={null}>
        <Component />
      </Suspense>
    );
  });
}
