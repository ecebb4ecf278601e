import { useT } from "../../../lib/i18n.ts";

const longest = 80;

/** Tags as they were set; the ones MLflow keeps for itself are left out. */
export function TagList({ tags }: { tags: Readonly<Record<string, string>> }) {
  const t = useT();
  const shown = Object.entries(tags)
    .filter(([key]) => !key.startsWith("mlflow.prompt.") && !key.startsWith("_mlflow"))
    .toSorted(([a], [b]) => a.localeCompare(b));
  if (shown.length === 0) return null;
  return (
    <ul className="row g6 wrap tag-list" aria-label={t("Tags")}>
      {shown.map(([key, value]) => (
        <li key={key} className="chip" title={value}>
          <span className="t2">{key}</span> {value.length > longest ? `${value.slice(0, longest)}…` : value}
        </li>
      ))}
    </ul>
  );
}
