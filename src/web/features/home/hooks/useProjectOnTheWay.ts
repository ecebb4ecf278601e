import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createProject, listProjects } from "../../../../capabilities/projects/contract.ts";
import { act } from "../../../lib/client.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { invalidateNoun, queryFor } from "../../../lib/query.ts";

/** The project new data goes to: the current one, else the one changed last, else a new one. */
export function useProjectOnTheWay(): { name: string | null; ensure(): Promise<string> } {
  const t = useT();
  const place = usePlace();
  const client = useQueryClient();
  const projects = useQuery(queryFor(listProjects, { status: "active", sort: "updatedAt", order: "desc", limit: 50 }));
  const known = projects.data?.items.find((p) => p.id === place.projectId) ?? projects.data?.items[0];
  return {
    name: known?.name ?? null,
    ensure: async () => {
      if (known) return known.id;
      const made = await act(createProject, { name: t("First project") });
      if (made.kind === "approval") throw new Error(t("Making a project needs an approval here."));
      await invalidateNoun(client, "projects");
      return made.output.id;
    },
  };
}
