import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { Place } from "../lib/place.ts";
import type { Session } from "../lib/session.ts";

/** Groups of the navigation, in the order of the work; only groups with an item are drawn. */
export const groups = ["start", "data", "build", "ship", "operate", "govern", "share"] as const;
export type Group = (typeof groups)[number];

type Load = () => Promise<{ default: ComponentType }>;

export interface PageRoute {
  /** Below the scope, e.g. `datasets/:datasetId/:tab?`. */
  path: string;
  /**
   * `project` mounts below `/w/:workspaceId` and below `/w/:workspaceId/p/:projectId`,
   * `workspace` only below the first, `settings` below `/w/:workspaceId/settings` in its frame,
   * `public` at the root without a session.
   */
  scope: "project" | "workspace" | "settings" | "public";
  load: Load;
  /** Editors fold the navigation by themselves. */
  wide?: boolean;
}

export interface NavItem {
  key: string;
  group: Group;
  /** Marked with `msg()`. */
  label: string;
  icon: LucideIcon;
  /** Path below the place; the same page exists with and without a project unless `workspaceWide`. */
  path: string;
  workspaceWide?: boolean;
  /** Second key after `g`. */
  goKey?: string;
  /** Order inside the group. */
  order: number;
  /** Hidden when it answers false. */
  visible?(session: Session): boolean;
  /** Draws a `NavCount`, or nothing; only where it asks for attention. */
  Count?: ComponentType;
  /** Slot of the bottom bar on narrow screens. */
  bottom?: { label: string; order: number };
}

export interface SettingsItem {
  group: "account" | "workspace";
  label: string;
  /** Below `settings/`. */
  path: string;
  order: number;
  visible?(session: Session): boolean;
}

/** Where an object of a type lives, so that any feature can link to any other's objects. */
export interface ObjectLink {
  type: string;
  icon: LucideIcon;
  to(place: Place, id: string, projectId?: string | null): string;
}

/** Places other features may fill. */
export type Slot = "home.tile" | "home.main" | "home.side" | "start.side" | "project.tile" | "project.main" | "project.side";

export interface Widget {
  slot: Slot;
  key: string;
  order: number;
  load: Load;
}

export interface PaletteAction {
  key: string;
  label: string;
  icon: LucideIcon;
  /** More words that find it. */
  words?: string;
  to?(place: Place): string;
  run?(): void;
  visible?(session: Session): boolean;
}

/** One kind of object the palette searches; `find` runs a list operation. */
export interface SearchKind {
  /** `model` in `model:churn`. */
  kind: string;
  label: string;
  icon: LucideIcon;
  find(q: string, place: Place, signal: AbortSignal): Promise<readonly { id: string; label: string; note?: string; to: string }[]>;
}

/** The right panel that pushes the page (the assistant). */
export interface Panel {
  label: string;
  icon: LucideIcon;
  /** Rendered with `onClose`; reads its own place. */
  load: () => Promise<{ default: ComponentType<{ onClose(): void }> }>;
}

/** An address other tools print behind `#`; `to` is the path below the workspace. */
export interface Fragment {
  pattern: RegExp;
  to(found: RegExpExecArray): string;
}

/** Everything one feature gives to the rest of the page. */
export interface Manifest {
  name: string;
  routes?: readonly PageRoute[];
  navigation?: readonly NavItem[];
  settings?: readonly SettingsItem[];
  links?: readonly ObjectLink[];
  widgets?: readonly Widget[];
  actions?: readonly PaletteAction[];
  search?: readonly SearchKind[];
  panel?: Panel;
  fragments?: readonly Fragment[];
}
