export interface Visit {
  to: string;
  title: string;
  /** Navigation path of the section, for its icon and name. */
  section: string;
}

const keyOf = (workspaceId: string) => `lumina.visits.${workspaceId}`;

/** Object pages opened last in this browser, newest first. */
export function recentVisits(workspaceId: string): Visit[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(workspaceId)) ?? "[]") as Visit[];
  } catch {
    return [];
  }
}

export function recordVisit(workspaceId: string, visit: Visit): void {
  const others = recentVisits(workspaceId).filter((each) => each.to !== visit.to && !(each.title === visit.title && each.section === visit.section));
  localStorage.setItem(keyOf(workspaceId), JSON.stringify([visit, ...others].slice(0, 8)));
}
