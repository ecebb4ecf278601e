import { Button, Input } from "antd";
import { Layers } from "lucide-react";
import { useState } from "react";
import { useT } from "../../../../lib/i18n.ts";
import { useDebounced } from "../../../../lib/useDebounced.ts";
import { MenuList, Popup, type MenuItem } from "../../../../ui/Popup.tsx";
import { useRunKeys, type RunScope } from "../../hooks/useRunKeys.ts";
import { useGroupWord } from "./useGroupWord.ts";

interface GroupPickerProps {
  scope: RunScope;
  group: readonly string[];
  onChange(group: readonly string[]): void;
}

/** Groups runs by seeds, experiment, state, dataset, or any parameter or tag; up to three levels in one. */
export function GroupPicker({ scope, group, onChange }: GroupPickerProps) {
  const t = useT();
  const word = useGroupWord();
  const label = group.length === 0 ? t("Group") : t("Group: {by}", { by: group.map(word).join(", ") });
  return (
    <Popup
      side="end"
      label={t("Group runs")}
      button={(attributes) => (
        <Button size="small" icon={<Layers />} className={group.length === 0 ? "quiet" : "chosen"} {...attributes}>
          <span className="ellipsis group-word">{label}</span>
        </Button>
      )}
    >
      {(close) => <Choices scope={scope} group={group} onChange={onChange} close={close} />}
    </Popup>
  );
}

function Choices({ scope, group, onChange, close }: GroupPickerProps & { close(): void }) {
  const t = useT();
  const word = useGroupWord();
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim(), 200);
  const params = useRunKeys(scope, "param", q, 40);
  const tags = useRunKeys(scope, "tag", q, 40);
  const all = [
    ...["seeds", "experiment", "status", "dataset"].filter((each) => word(each).toLocaleLowerCase().includes(q.toLocaleLowerCase())),
    ...(params.data?.items ?? []).map((key) => `param:${key}`),
    ...(tags.data?.items ?? []).map((key) => `tag:${key}`),
  ].filter((each) => !group.includes(each));
  const items: MenuItem[] = [
    ...(group.length === 0 ? [] : [{ key: "none", label: t("No groups"), onSelect: () => onChange([]) }]),
    ...all.map((each) => ({
      key: each,
      label: word(each),
      onSelect: () => onChange(group.length >= 3 || each === "seeds" || group.includes("seeds") ? [each] : [...group, each]),
    })),
  ];
  return (
    <div className="col g4">
      <Input
        size="small"
        allowClear
        autoFocus
        placeholder={t("Find a parameter or tag")}
        aria-label={t("Find a parameter or tag")}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
      />
      <MenuList items={items} close={close} />
    </div>
  );
}
