import type { Page } from "../../../../capabilities/assistant/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace, type Place } from "../../../lib/place.ts";
import { useSearchParams } from "react-router";
import { useCurrentPage } from "../../../ui/pageInfo.ts";

/** One thing of the page the assistant takes into account. */
export interface Seen {
  key: string;
  label: string;
  page: Page;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** What the address says is in front of the person. */
export function pageOf(place: Pick<Place, "rest" | "projectId">, version: number | null): Page {
  const [section = "", id = "", more = ""] = place.rest.split("/");
  const known = uuid.test(id);
  const number = Number(more);
  return {
    ...(place.projectId === null ? {} : { projectId: place.projectId }),
    ...(known && section === "datasets" ? { datasetId: id, ...(version === null ? {} : { datasetVersion: version }) } : {}),
    ...(known && section === "training" ? { trainingId: id } : {}),
    ...(known && section === "runs" ? { runId: id } : {}),
    ...(known && section === "models" ? { modelId: id, ...(Number.isInteger(number) && number > 0 ? { modelVersion: number } : {}) } : {}),
    ...(known && (section === "deployments" || section === "monitoring") ? { deploymentId: id } : {}),
  };
}

/** The chips of “Sees this page”: the object in front, and the project. */
export function useSeen(): Seen[] {
  const t = useT();
  const place = usePlace();
  const [params] = useSearchParams();
  const { title } = useCurrentPage();
  const v = Number(params.get("v"));
  const { projectId, ...object } = pageOf(place, Number.isInteger(v) && v > 0 ? v : null);
  return [
    ...(Object.keys(object).length === 0 ? [] : [{ key: `object ${JSON.stringify(object)}`, label: title === "" ? t("this page") : title, page: object }]),
    ...(projectId === undefined ? [] : [{ key: `project ${projectId}`, label: t("this project"), page: { projectId } }]),
  ];
}
