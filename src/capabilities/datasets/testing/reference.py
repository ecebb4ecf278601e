"""Statistics of a CSV file by pandas and SciPy, for the test that compares a profile with them.

Reads {"file", "columns": [{"name", "type"}], "numeric": [...], "categorical": [...], "edges": {name: [...]}} on standard
input and writes one JSON object.
"""

import json
import math
import sys

import numpy as np
import pandas as pd
from scipy import stats


def clean(value):
    """A float for JSON; None where it is undefined."""
    value = float(value)
    return value if math.isfinite(value) else None


def numbers(series, edges):
    """Moments, quantiles and histogram counts of the present values."""
    x = series.dropna().astype(float)
    q25, q75 = np.quantile(x, [0.25, 0.75])
    reach = 1.5 * (q75 - q25) + 1e-9 * max(abs(q25), abs(q75))
    # The moments do not depend on where zero is; near the values pandas loses no digits.
    near = x - np.floor(x.mean())
    return {
        "min": x.min(), "max": x.max(), "mean": clean(x.mean()), "sd": clean(near.std()), "skew": clean(near.skew()), "kurtosis": clean(near.kurt()),
        "quantiles": [clean(v) for v in np.quantile(x, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])],
        "zeros": int((x == 0).sum()), "negatives": int((x < 0).sum()), "outliers": int(((x < q25 - reach) | (x > q75 + reach)).sum()),
        "histogram": np.histogram(x, bins=edges)[0].tolist() if edges else [],
    }


def cramers_v(a, b):
    """Cramér's V over the rows where both are present."""
    table = pd.crosstab(a, b).to_numpy()
    return clean(stats.contingency.association(table, method="cramer")) if min(table.shape) > 1 else None


def correlation_ratio(groups, values):
    """Square root of the between share of the variance, by one-way sums of squares."""
    frame = pd.DataFrame({"g": groups, "v": values}).dropna()
    total = ((frame["v"] - frame["v"].mean()) ** 2).sum()
    means = frame.groupby("g")["v"].transform("mean")
    between = ((means - frame["v"].mean()) ** 2).sum()
    return clean(math.sqrt(between / total)) if total > 0 and frame["g"].nunique() > 1 else None


def main():
    """Answer the request on standard input."""
    ask = json.load(sys.stdin)
    text = {c["name"]: str for c in ask["columns"] if c["type"] == "string"}
    frame = pd.read_csv(ask["file"], dtype=text)
    out = {"rows": len(frame), "duplicates": int(frame.duplicated().sum()), "columns": {}, "pearson": [], "spearman": [], "cramersV": [], "correlationRatio": []}
    for column in ask["columns"]:
        series = frame[column["name"]]
        entry = {"count": int(series.count()), "distinct": int(series.nunique()), "top": series.value_counts().head(10).tolist()}
        if column["type"] in ("number", "integer") and series.count() > 0:
            entry["numeric"] = numbers(series, ask["edges"].get(column["name"]))
        if column["type"] == "string" and series.count() > 0:
            lengths = series.dropna().str.len()
            entry["text"] = [int(lengths.min()), int(lengths.max()), clean(lengths.mean())]
        out["columns"][column["name"]] = entry
    near = frame[ask["numeric"]].astype(float)
    near = near - np.floor(near.mean())
    for kind in ("pearson", "spearman"):
        matrix = near.corr(method=kind)
        out[kind] = [[a, b, clean(matrix.loc[a, b])] for i, a in enumerate(ask["numeric"]) for b in ask["numeric"][i + 1 :]]
    kinds = ask["categorical"]
    out["cramersV"] = [[a, b, cramers_v(frame[a], frame[b])] for i, a in enumerate(kinds) for b in kinds[i + 1 :]]
    out["correlationRatio"] = [[k, n, correlation_ratio(frame[k], near[n])] for k in kinds for n in ask["numeric"]]
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
