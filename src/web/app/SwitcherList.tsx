import { useQuery } from "@tanstack/react-query";
import { Check, Plus, Search } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { listProjects } from "../../capabilities/projects/contract.ts";
import { useT } from "../lib/i18n.ts";
import { usePlace } from "../lib/place.ts";
import { queryFor } from "../lib/query.ts";
import { useSession } from "../lib/session.ts";
import { useDebounced } from "../lib/useDebounced.ts";

/** Searchable projects, “All projects”, other workspaces, create. Changing project keeps the section. */
export default function SwitcherList({ onDone }: { onDone(): void }) {
  const t = useT();
  const place = usePlace();
  const session = useSession();
  const [q, setQ] = useState("");
  const asked = useDebounced(q, 150);
  const projects = useQuery(queryFor(listProjects, { status: "active", limit: 30, ...(asked.trim() === "" ? {} : { q: asked.trim() }) }));
  const section = place.rest.split("/")[0] ?? "";
  const kept = ["settings", "projects", "p", "jobs", "approvals", "audit"].includes(section) ? "" : section;
  const others = session.workspaces.filter((w) => w.id !== session.workspace?.id);
  return (
    <div className="menu-list switcher-list">
      <label className="switcher-find">
        <Search size={14} aria-hidden />
        <span className="sr">{t("Find a project")}</span>
        <input autoFocus value={q} placeholder={t("Find a project")} onChange={(event) => setQ(event.target.value)} />
      </label>
      <Link to={place.at(kept, null)} onClick={onDone}>
        <span className="grow">{t("All projects")}</span>
        {place.projectId === null ? <Check size={14} aria-hidden /> : null}
      </Link>
      {(projects.data?.items ?? []).map((project) => (
        <Link key={project.id} to={place.at(kept, project.id)} onClick={onDone}>
          <span className="grow ellipsis">{project.name}</span>
          {project.id === place.projectId ? <Check size={14} aria-hidden /> : null}
        </Link>
      ))}
      {projects.data?.items.length === 0 ? <span className="menu-none">{t("No project matches.")}</span> : null}
      <Link to={place.at("projects/new", null)} onClick={onDone}>
        <Plus size={14} aria-hidden />
        <span className="grow">{t("New project")}</span>
      </Link>
      {others.length === 0 ? null : <div className="nav-heading">{t("Other workspaces")}</div>}
      {others.map((workspace) => (
        <Link key={workspace.id} to={`/w/${workspace.id}`} onClick={onDone}>
          <span className="grow ellipsis">{workspace.name}</span>
        </Link>
      ))}
    </div>
  );
}
