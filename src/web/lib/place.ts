import { useLocation } from "react-router";

/** Where the address bar says we are. */
export interface Place {
  workspaceId: string;
  /** Null on pages over all projects. */
  projectId: string | null;
  /** Path below the project (or workspace) part, without slashes at its ends. */
  rest: string;
  /**
   * Address of a page: below the current project where there is one.
   * `projectId` names another project, null the page over all projects.
   */
  at(path: string, projectId?: string | null): string;
}

/** Reads a place from a path; the shell uses it outside of route elements. */
export function placeOf(pathname: string): Place {
  const found = /^\/w\/([^/]+)(?:\/p\/([^/]+))?\/?(.*)$/.exec(pathname);
  const workspaceId = found?.[1] ?? "";
  const projectId = found?.[2] ?? null;
  return {
    workspaceId,
    projectId,
    rest: (found?.[3] ?? "").replace(/\/$/, ""),
    at: (path, project = projectId) => `/w/${workspaceId}${project === null ? "" : `/p/${project}`}${path === "" ? "" : `/${path.replace(/^\//, "")}`}`,
  };
}

/** The place of the current page. */
export function usePlace(): Place {
  return placeOf(useLocation().pathname);
}
