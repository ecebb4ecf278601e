import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { createProject, listProjects } from "../../../../capabilities/projects/contract.ts";
import { act } from "../../../lib/client.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor } from "../../../lib/query.ts";

/** Which project new data goes to: the one of the address, the chosen one, or one made on the way. */
export function useProjects() {
  const t = useT();
  const place = usePlace();
  const [chosen, choose] = useState<string | null>(place.projectId);
  const projects = useQuery(queryFor(listProjects, { status: "active", sort: "updatedAt", order: "desc", limit: 200 }));
  const items = projects.data?.items ?? [];
  const current = items.find((p) => p.id === (place.projectId ?? chosen)) ?? items[0] ?? null;
  return {
    items,
    current,
    fixed: place.projectId !== null,
    choose,
    ensure: async (): Promise<string> => {
      if (place.projectId !== null) return place.projectId;
      if (current) return current.id;
      const made = await act(createProject, { name: t("First project") });
      if (made.kind === "approval") throw new Error(t("Making a project needs an approval here."));
      return made.output.id;
    },
  };
}
