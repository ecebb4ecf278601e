import { Button } from "antd";
import { History, Pause, Play, Trash2 } from "lucide-react";
import { useNavigate } from "react-router";
import { copyHistory, pauseMirror, removeMirror, resumeMirror, type Mirror } from "../../../../capabilities/integrations/contract/mirrors.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { confirm } from "../../../ui/Confirm.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { useManages } from "./useManages.ts";

/** Pause or resume, copy history, remove. */
export function MirrorActs({ mirror }: { mirror: Mirror }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const manages = useManages();
  const resume = useDo(resumeMirror);
  const pause = useDo(pauseMirror, {
    onDone: () => toast({ tone: "done", text: t("{name} is paused", { name: mirror.name }), undo: () => resume.mutateAsync({ mirrorId: mirror.id }) }),
  });
  const history = useDo(copyHistory, {
    onDone: ({ runs }) =>
      toast({ tone: "done", text: t("{n, plural, =0 {Every run is copied already} one {# run is in line} other {# runs are in line}}", { n: runs }) }),
  });
  const remove = useDo(removeMirror, { onDone: () => void navigate(place.at("settings/mirrors", null)) });
  if (!manages) return null;
  const ask = async () => {
    const yes = await confirm({
      title: t("Remove {name}", { name: mirror.name }),
      effect: t("Nothing more is copied, and its token is deleted."),
      kept: t("What it copied stays on the outside server."),
      act: t("Remove the mirror"),
      danger: true,
      typeName: mirror.name,
    });
    if (yes) remove.mutate({ mirrorId: mirror.id });
  };
  return (
    <>
      {mirror.state === "active" ? (
        <Button icon={<Pause />} loading={pause.isPending} onClick={() => pause.mutate({ mirrorId: mirror.id })}>
          {t("Pause")}
        </Button>
      ) : (
        <Button type="primary" icon={<Play />} loading={resume.isPending} onClick={() => resume.mutate({ mirrorId: mirror.id })}>
          {mirror.state === "paused" ? t("Resume") : t("Try now")}
        </Button>
      )}
      <Button icon={<History />} loading={history.isPending} disabled={mirror.historyLeft > 0} onClick={() => history.mutate({ mirrorId: mirror.id })}>
        {t("Copy history")}
      </Button>
      <Button danger icon={<Trash2 />} loading={remove.isPending} onClick={() => void ask()}>
        {t("Remove")}
      </Button>
    </>
  );
}
