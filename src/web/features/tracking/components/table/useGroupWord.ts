import { useT } from "../../../../lib/i18n.ts";

/** What a grouping is called: `param:model` → model. */
export function useGroupWord(): (by: string) => string {
  const t = useT();
  return (by) => {
    if (by === "seeds") return t("all but the seed");
    if (by === "experiment") return t("experiment");
    if (by === "status") return t("status");
    if (by === "dataset") return t("dataset");
    return by.slice(by.indexOf(":") + 1);
  };
}
