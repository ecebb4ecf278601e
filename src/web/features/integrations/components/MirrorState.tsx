import type { Mirror } from "../../../../capabilities/integrations/contract/mirrors.ts";
import { useT } from "../../../lib/i18n.ts";
import { StatusChip, StatusIcon } from "../../../ui/StatusIcon.tsx";

/** State of a mirror as icon and word, or as a chip beside its title. */
export function MirrorState({ mirror, chip = false }: { mirror: Pick<Mirror, "state" | "history">; chip?: boolean }) {
  const t = useT();
  const Shown = chip ? StatusChip : StatusIcon;
  if (mirror.state === "failing") return <Shown status="failed" word={t("Failing")} />;
  if (mirror.state === "paused") return <Shown status="paused" />;
  return mirror.history === "copying" ? <Shown status="running" word={t("Copying history")} /> : <Shown status="healthy" word={t("Active")} />;
}
