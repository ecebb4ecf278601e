import { Modal, Switch } from "antd";
import { useT } from "../lib/i18n.ts";
import { useCollection } from "../ui/collection.tsx";
import { setShell, useShell } from "./shellState.ts";

/** Keys of this page; single keys can be switched off. */
export default function Shortcuts() {
  const t = useT();
  const shell = useShell();
  const manifests = useCollection();
  const rows: [string, string][] = [
    ["Ctrl K", t("Search and commands")],
    ...(manifests.some((m) => m.panel) ? ([["Ctrl J", t("Assistant")]] as [string, string][]) : []),
    ["/", t("Go to the filter field")],
    ["[", t("Fold the navigation")],
    ["j k", t("Move in a list")],
    ["x", t("Select a row")],
    ["Space", t("Preview a run")],
    ["Enter", t("Open")],
    ["?", t("This list")],
    ["Esc", t("Close the top layer")],
    ...manifests
      .flatMap((m) => m.navigation ?? [])
      .filter((item) => item.goKey !== undefined)
      .map((item): [string, string] => [`g ${item.goKey ?? ""}`, t(item.label)]),
  ];
  return (
    <Modal open title={t("Keyboard shortcuts")} footer={null} width={420} onCancel={() => setShell({ palette: "closed" })}>
      <div className="col g12">
        <label className="row">
          <span className="grow">{t("Single-key shortcuts")}</span>
          <Switch size="small" checked={shell.keys} onChange={(keys) => setShell({ keys })} />
        </label>
        <dl className="facts">
          {rows.map(([key, does]) => (
            <div key={key} style={{ display: "contents" }}>
              <dt>{does}</dt>
              <dd>
                <kbd>{key}</kbd>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Modal>
  );
}
