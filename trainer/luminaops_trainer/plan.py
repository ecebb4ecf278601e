"""Decides what becomes of each column, with the reason; looks at the features only, never at the target."""

import re
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .failure import JobError
from .table import kind_of

MAX_CATEGORIES = 50
MAX_PREFIXES = 12
ID_NAME = re.compile(r"(^|[_\s-])(id|uuid|guid|key|index|row|rownum|no|nr)$|[a-z](Id|ID)$", re.IGNORECASE)
CODE = r"^[A-Za-z]{1,2}[0-9]"
FLOAT32_INTEGERS = 2**24

DROPPED = ("identifier", "text", "empty", "constant", "date", "asked", "target")


@dataclass(frozen=True)
class Column:
    """One column of the table: its type, its treatment and why."""

    name: str
    type: str
    treatment: str
    reason: str
    missing: int
    distinct: int

    @property
    def numeric(self):
        """True where the model sees a float."""
        return self.treatment in ("number", "boolean")


@dataclass(frozen=True)
class Plan:
    """Treatments of all columns of a table."""

    rows: int
    columns: list = field(default_factory=list)

    @property
    def features(self):
        """Columns the model sees."""
        return [column for column in self.columns if column.treatment not in DROPPED]

    def names(self, *treatments):
        """Names of the columns with one of the treatments."""
        return [column.name for column in self.columns if column.treatment in treatments]


def plan_table(table, target=None, drop=()):
    """Decide the treatment of every column.

    Parameters
    ----------
    table : pyarrow.Table
    target : str, optional
    drop : iterable of str
        Columns a person left out.

    Returns
    -------
    Plan
    """
    known = set(table.column_names)
    for name in [*([target] if target else []), *drop]:
        if name not in known:
            some = ", ".join(sorted(known)[:20])
            raise JobError(f"The column {name!r} does not exist in this dataset version.", f"Choose one of: {some}.")
    if target and target in drop:
        raise JobError(f"The target {target!r} is also in the dropped columns.", "Remove it from one of the two.")
    columns = [_treat(name, table.column(name), table.num_rows, target, drop) for name in table.column_names]
    return Plan(table.num_rows, columns)


def check_features(plan):
    """Refuse a plan that leaves nothing to learn from."""
    if not plan.features:
        left = "; ".join(f"{column.name}: {column.reason}" for column in plan.columns if column.treatment != "target")
        raise JobError(f"No column is left to learn from ({left}).", "Add columns with information, or drop fewer.")


def _treat(name, values, rows, target, drop):
    kind = kind_of(values)
    missing = values.null_count + _blank(values, kind)
    distinct = len(pc.unique(values).drop_null()) if rows else 0
    treatment, reason = _decide(name, values, kind, rows, missing, distinct, target, drop)
    return Column(name, kind, treatment, reason, missing, distinct)


def _decide(name, values, kind, rows, missing, distinct, target, drop):
    present = rows - missing
    if name == target:
        return "target", "what the model predicts"
    if name in drop:
        return "asked", "left out on request"
    if present == 0:
        return "empty", "has no values at all"
    if distinct <= 1 and missing == 0:
        return "constant", "has the same value in every row"
    if kind == "date":
        return "date", "dates are not used as features yet; add numbers such as year or weekday"
    if kind == "boolean":
        return "boolean", "true is 1, false is 0"
    if _identifier(name, values, kind, rows, missing, distinct):
        return "identifier", "names the row, so it cannot help with new rows"
    if kind in ("number", "integer"):
        return "number", _number_reason(values, kind, missing)
    return _decide_string(values, present, distinct)


def _decide_string(values, present, distinct):
    if distinct <= MAX_CATEGORIES:
        return "category", f"one column per value ({distinct}); values never seen count as none of them"
    if distinct > present * 0.5:
        text = values.drop_null()
        codes = pc.sum(pc.match_substring_regex(pc.cast(text, pa.large_string()), CODE)).as_py() or 0
        first = pc.unique(pc.utf8_slice_codeunits(pc.cast(text, pa.large_string()), 0, 1))
        if codes >= 0.9 * present and len(first) <= MAX_PREFIXES:
            return "prefix", f"codes of a letter and a number: the first letter is used ({len(first)} letters)"
        return "text", f"free text: {distinct} different values in {present} rows"
    return "category", f"the {MAX_CATEGORIES} most frequent of {distinct} values; the others count as none of them"


def _identifier(name, values, kind, rows, missing, distinct):
    if kind not in ("integer", "string") or missing or rows < 20 or distinct < rows:
        return False
    if ID_NAME.search(name):
        return True
    if kind != "integer":
        return False
    span = pc.min_max(values).as_py()
    return span["max"] - span["min"] == rows - 1


def _number_reason(values, kind, missing):
    words = ["used as a number"]
    if missing:
        words.append(f"{missing} missing values become the median, and a column says so")
    if kind == "integer" and (pc.max(pc.abs_checked(pc.cast(values, pa.float64(), safe=False))).as_py() or 0) > FLOAT32_INTEGERS:
        words.append("values above 16,777,216 are rounded to float32")
    return "; ".join(words)


def _blank(values, kind):
    if kind == "string":
        return int(np.int64(pc.sum(pc.equal(pc.cast(values, pa.large_string(), safe=False), "")).as_py() or 0))
    if kind == "number":
        return int(pc.sum(pc.is_nan(pc.cast(values, pa.float64(), safe=False))).as_py() or 0)
    return 0
