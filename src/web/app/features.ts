import type { Manifest } from "../ui/manifest.ts";

const modules = import.meta.glob<{ manifest: Manifest }>("../features/*/manifest.ts", { eager: true });

/** Every feature there is; adding a folder with a manifest is all it takes. */
export const manifests: readonly Manifest[] = Object.values(modules).map((m) => m.manifest);
