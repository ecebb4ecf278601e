import { useT } from "../../../lib/i18n.ts";
import { Facts } from "../../../ui/Card.tsx";

const longest = 200;

/** Tags as they were set; the ones MLflow keeps for itself are left out. */
export function TagList({ tags }: { tags: Readonly<Record<string, string>> }) {
  const t = useT();
  const shown = Object.entries(tags)
    .filter(([key]) => !key.startsWith("mlflow.prompt.") && !key.startsWith("_mlflow"))
    .toSorted(([a], [b]) => a.localeCompare(b));
  if (shown.length === 0) return null;
  return (
    <section aria-label={t("Tags")}>
      <Facts facts={shown.map(([key, value]) => [key, value.length > longest ? `${value.slice(0, longest)}…` : value] as const)} />
    </section>
  );
}
