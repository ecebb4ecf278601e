import { Button } from "antd";
import { ArrowUp } from "lucide-react";
import type { Stage } from "../../../../capabilities/registry/contract/shapes.ts";
import { msg, useT } from "../../../lib/i18n.ts";
import { MenuList, Popup } from "../../../ui/Popup.tsx";
import { usePromote } from "./usePromote.tsx";

const acts: readonly (readonly [Stage, string])[] = [
  ["staging", msg("Move to staging")],
  ["production", msg("Promote to production")],
  ["none", msg("Take out of its stage")],
  ["archived", msg("Archive this version")],
];

interface StageMenuProps {
  modelId: string;
  name: string;
  version: number;
  stage: Stage;
  productionVersion: number | null;
  primary?: boolean;
}

/** The moves a version can make from where it is. */
export function StageMenu({ modelId, name, version, stage, productionVersion, primary = false }: StageMenuProps) {
  const t = useT();
  const promote = usePromote();
  const of = { modelId, name, version, from: stage, holds: productionVersion };
  return (
    <Popup
      side="end"
      label={t("Move v{version}", { version })}
      button={(attributes) => (
        <Button
          {...attributes}
          {...(primary ? { type: "primary" as const, icon: <ArrowUp /> } : { size: "small" as const, "aria-label": t("Move v{version}", { version }) })}
          loading={promote.busy}
        >
          {primary ? t("Promote") : t("Move")}
        </Button>
      )}
    >
      {(close) => (
        <MenuList
          close={close}
          items={acts.filter(([to]) => to !== stage).map(([to, label]) => ({ key: to, label: t(label), onSelect: () => promote.ask(of, to) }))}
        />
      )}
    </Popup>
  );
}
