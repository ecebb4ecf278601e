import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Dataset } from "../../../../capabilities/datasets/contract.ts";
import type { Profile } from "../../../../capabilities/datasets/contract/profile.ts";
import { useFormat } from "../../../lib/format.ts";
import { Say, useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { Card } from "../../../ui/Card.tsx";

/** Claims with their evidence and one act each, the most important first. */
export function Insights({ profile, dataset }: { profile: Profile; dataset: Dataset }) {
  const t = useT();
  const f = useFormat();
  const place = usePlace();
  const clean = (
    <Link className="underlined" to={place.at(`datasets/${dataset.id}/clean`)}>
      {t("Clean")}
    </Link>
  );
  const b = (parts: ReactNode) => <b>{parts}</b>;
  const names = (columns: readonly { name: string }[]) => f.list(columns.slice(0, 4).map((c) => c.name)) + (columns.length > 4 ? " …" : "");
  const leaking = profile.columns.filter((c) => c.leaking);
  const missing = profile.columns.filter((c) => c.missing01 >= 0.05).toSorted((x, y) => y.missing01 - x.missing01);
  const ids = profile.columns.filter((c) => c.idLike);
  const constant = profile.columns.filter((c) => c.constant);
  const skewed = profile.columns.filter((c) => c.numeric && Math.abs(c.numeric.skew ?? 0) > 2 && c.distinct > 10);
  const found: { key: string; warn: boolean; text: ReactNode; act?: ReactNode }[] = [];
  if (leaking.length > 0)
    found.push({
      key: "leak",
      warn: true,
      text: (
        <Say
          m="<b>{columns} {n, plural, one {gives} other {give}} the target away.</b> Association of at least 0.99; training would only copy it."
          v={{ columns: names(leaking), n: leaking.length }}
          tags={{ b }}
        />
      ),
      act: clean,
    });
  const worst = missing[0];
  if (worst)
    found.push({
      key: "missing",
      warn: true,
      text: (
        <Say
          m="<b>{columns} {n, plural, one {has} other {have}} missing values.</b> At most {share} of the rows, in {worst}."
          v={{ columns: names(missing), n: missing.length, share: f.percent(worst.missing01), worst: worst.name }}
          tags={{ b }}
        />
      ),
      act: clean,
    });
  if (profile.duplicateRows > 0)
    found.push({
      key: "duplicates",
      warn: true,
      text: (
        <Say
          m="<b>{n} rows repeat an earlier one.</b> All {columns} columns are equal."
          v={{ n: f.count(profile.duplicateRows), columns: profile.columnCount }}
          tags={{ b }}
        />
      ),
      act: clean,
    });
  if (constant.length > 0)
    found.push({
      key: "constant",
      warn: false,
      text: (
        <Say
          m="<b>{columns} never {n, plural, one {changes} other {change}}.</b> One value in every row says nothing."
          v={{ columns: names(constant), n: constant.length }}
          tags={{ b }}
        />
      ),
      act: clean,
    });
  if (ids.length > 0)
    found.push({
      key: "ids",
      warn: false,
      text: (
        <Say
          m="<b>{columns} {n, plural, one {names} other {name}} the row.</b> A different value in each of {rows} rows; training leaves {n, plural, one {it} other {them}} out."
          v={{ columns: names(ids), n: ids.length, rows: f.count(profile.rowCount) }}
          tags={{ b }}
        />
      ),
    });
  if (skewed.length > 0)
    found.push({
      key: "skewed",
      warn: false,
      text: (
        <Say
          m="<b>{columns} {n, plural, one {has} other {have}} a long tail.</b> Skewness beyond 2; trees do not mind, linear models do."
          v={{ columns: names(skewed), n: skewed.length }}
          tags={{ b }}
        />
      ),
    });
  for (const note of profile.notes) found.push({ key: note, warn: false, text: note });
  return (
    <Card title={t("Insights")} remark={t("from all {rows} rows", { rows: f.count(profile.rowCount) })}>
      {found.length === 0 ? (
        <p className="pad row">
          <CircleCheck size={16} aria-hidden className="ok" /> {t("Nothing stands out.")}
        </p>
      ) : (
        <div className="insights">
          {found.slice(0, 6).map((each) => (
            <div key={each.key}>
              {each.warn ? <TriangleAlert size={14} aria-hidden className="warn" /> : <Info size={14} aria-hidden className="t3" />}
              <span>
                {each.text} {each.act}
              </span>
            </div>
          ))}
        </div>
      )}
    </Card>
  );
}
