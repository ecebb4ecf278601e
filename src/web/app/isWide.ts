import type { Manifest } from "../ui/manifest.ts";

/** True where a page asked for the whole width (editors fold the navigation). */
export function isWide(manifests: readonly Manifest[], rest: string): boolean {
  const parts = rest.split("/");
  return manifests
    .flatMap((m) => m.routes ?? [])
    .some(
      (page) =>
        page.wide === true && page.path.split("/").every((part, i) => part.startsWith(":") || part === parts[i]) && parts.length <= page.path.split("/").length,
    );
}
