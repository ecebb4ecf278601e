import { Keyboard, Moon, Sun, SunMoon, type LucideIcon } from "lucide-react";
import type { Translate } from "../lib/i18n.ts";
import type { Place } from "../lib/place.ts";
import type { Session } from "../lib/session.ts";
import type { Manifest } from "../ui/manifest.ts";
import { chooseTheme } from "../ui/theme/mode.ts";
import { setShell } from "./shellState.ts";

export interface Command {
  key: string;
  label: string;
  note?: string;
  icon: LucideIcon;
  words?: string;
  to?: string;
  run?(): void;
}

/** Pages, settings and actions of every feature, as the palette lists them. */
export function commandsOf(manifests: readonly Manifest[], place: Place, session: Session, t: Translate): Command[] {
  const actions = manifests
    .flatMap((m) => m.actions ?? [])
    .filter((action) => action.visible?.(session) ?? true)
    .map((action) => ({
      key: `do:${action.key}`,
      label: t(action.label),
      note: t("Action"),
      icon: action.icon,
      words: action.words ?? "",
      ...(action.to ? { to: action.to(place) } : {}),
      ...(action.run ? { run: action.run } : {}),
    }));
  const pages = manifests
    .flatMap((m) => m.navigation ?? [])
    .filter((item) => item.visible?.(session) ?? true)
    .map((item) => ({
      key: `go:${item.key}`,
      label: t(item.label),
      note: t("Page"),
      icon: item.icon,
      to: item.workspaceWide ? place.at(item.path, null) : place.at(item.path),
    }));
  const settings = manifests
    .flatMap((m) => m.settings ?? [])
    .filter((item) => item.visible?.(session) ?? true)
    .map((item) => ({ key: `set:${item.path}`, label: t(item.label), note: t("Setting"), icon: SunMoon, to: place.at(`settings/${item.path}`, null) }));
  const own: Command[] = [
    { key: "theme:dark", label: t("Theme: dark"), icon: Moon, run: () => chooseTheme("dark") },
    { key: "theme:light", label: t("Theme: light"), icon: Sun, run: () => chooseTheme("light") },
    { key: "theme:system", label: t("Theme: as the system"), icon: SunMoon, run: () => chooseTheme("system") },
    { key: "keys", label: t("Keyboard shortcuts"), icon: Keyboard, run: () => setTimeout(() => setShell({ palette: "shortcuts" }), 0) },
  ];
  return [...actions, ...pages, ...settings, ...own];
}

/** Splits `model:churn` into kind and text. */
export function parseQuery(text: string): { kind: string | null; q: string } {
  const found = /^([a-z]+):\s*(.*)$/.exec(text.trim());
  return found && found[1] !== "theme" ? { kind: found[1] ?? null, q: found[2] ?? "" } : { kind: null, q: text.trim() };
}

/** Commands in which every word occurs, those that begin with the text first. */
export function matching(commands: readonly Command[], q: string): Command[] {
  const words = q.toLocaleLowerCase().split(/\s+/);
  const hay = (command: Command) => `${command.label} ${command.words ?? ""}`.toLocaleLowerCase();
  return commands
    .filter((command) => words.every((word) => hay(command).includes(word)))
    .toSorted((a, b) => Number(hay(b).startsWith(q.toLocaleLowerCase())) - Number(hay(a).startsWith(q.toLocaleLowerCase())));
}

const recentKey = "lumina.recent";

function recentKeys(): string[] {
  return (localStorage.getItem(recentKey) ?? "").split(" ").filter((key) => key !== "");
}

export function remember(key: string): void {
  localStorage.setItem(recentKey, [key, ...recentKeys().filter((each) => each !== key)].slice(0, 8).join(" "));
}

/** What was used last comes first. */
export function recents(commands: readonly Command[]): Command[] {
  const order = recentKeys();
  const rank = (command: Command) => (order.includes(command.key) ? order.indexOf(command.key) : order.length);
  return commands.toSorted((a, b) => rank(a) - rank(b));
}
