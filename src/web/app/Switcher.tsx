import { useQuery } from "@tanstack/react-query";
import { ChevronsUpDown } from "lucide-react";
import { lazy, Suspense } from "react";
import { getProject } from "../../capabilities/projects/contract.ts";
import { useT } from "../lib/i18n.ts";
import { usePlace } from "../lib/place.ts";
import { queryFor } from "../lib/query.ts";
import { initials, useSession } from "../lib/session.ts";
import { Popup } from "../ui/Popup.tsx";

const SwitcherList = lazy(() => import("./SwitcherList.tsx"));

/** Project in bold, workspace below; opens the list of both. */
export function Switcher() {
  const t = useT();
  const place = usePlace();
  const { workspace } = useSession();
  const project = useQuery({ ...queryFor(getProject, { projectId: place.projectId ?? "" }), enabled: place.projectId !== null, staleTime: 60_000 });
  const name = place.projectId === null ? t("All projects") : (project.data?.name ?? "…");
  return (
    <Popup
      label={t("Projects and workspaces")}
      button={(attributes) => (
        <button type="button" className="switcher" {...attributes}>
          <span className="square" aria-hidden>
            {initials(place.projectId === null ? (workspace?.name ?? "") : name)}
          </span>
          <span className="grow switcher-names">
            <b className="block ellipsis">{name}</b>
            <small className="block ellipsis">{workspace?.name}</small>
          </span>
          <span className="sr">{t("Change project or workspace")}</span>
          <ChevronsUpDown size={14} aria-hidden />
        </button>
      )}
    >
      {(close) => (
        <Suspense fallback={null}>
          <SwitcherList onDone={close} />
        </Suspense>
      )}
    </Popup>
  );
}
