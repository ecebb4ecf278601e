"""Turns raw columns into the float32 matrix that models see; its graph does the same, bit for bit."""

import numbers as abstract
from collections import Counter

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin, _fit_context
from sklearn.utils._param_validation import Interval
from sklearn.utils.validation import _check_feature_names, _check_n_features, check_is_fitted, validate_data

# deviations from the mean; an overflow to infinity would stop linear models
FARTHEST = np.float32(1e6)


class TableEncoder(TransformerMixin, BaseEstimator):
    """Encode a table of numbers and strings as float32.

    Numbers: missing and infinite values become the median, with an indicator column where the
    fitted data had any; scaled to mean 0 and deviation 1 on request. Strings: one column per
    value seen, the empty string standing for missing; values never seen are all zeros.
    The encoded columns come in blocks: numbers, indicators, strings, first characters.

    Parameters
    ----------
    categorical : list of str or int, default=None
        Columns of strings; None takes every column that is not a number.
    prefix : list of str or int, default=None
        Columns of strings of which only the first character counts.
    scale : bool, default=False
        Scale the numbers. Trees need none.
    max_categories : int, default=50
        Most frequent values kept per column of strings.

    Attributes
    ----------
    columns_ : list of dict
        Per input column what was learned: ``kind``, and ``fill``, ``indicator``, ``mean``,
        ``deviation`` for numbers, ``values`` for strings.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only where the input had string column names.
    """

    _parameter_constraints = {
        "categorical": [list, None],
        "prefix": [list, None],
        "scale": ["boolean"],
        "max_categories": [Interval(abstract.Integral, 1, None, closed="left")],
    }

    def __init__(self, *, categorical=None, prefix=None, scale=False, max_categories=50):
        self.categorical = categorical
        self.prefix = prefix
        self.scale = scale
        self.max_categories = max_categories

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None):
        """Learn fills, scales and categories.

        Parameters
        ----------
        X : DataFrame or array of shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        self
        """
        columns = self._columns(X, reset=True)
        self.columns_ = [self._learn(name, values) for name, values in columns]
        return self

    def transform(self, X):
        """Encode rows.

        Parameters
        ----------
        X : DataFrame or array of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_features_out), float32
        """
        check_is_fitted(self)
        columns = self._columns(X, reset=False)
        out = np.zeros((len(columns[0][1]), self.n_features_out_), dtype=np.float32)
        places = self._places()
        for (_, values), learned, place in zip(columns, self.columns_, places, strict=True):
            _encode(values, learned, out, place)
        return out

    def get_feature_names_out(self, input_features=None):
        """Names of the encoded columns, such as ``Sex=male`` or ``Age missing``."""
        check_is_fitted(self)
        names = np.empty(self.n_features_out_, dtype=object)
        for learned, (first, second) in zip(self.columns_, self._places(), strict=True):
            if learned["kind"] != "number":
                names[first : first + len(learned["values"])] = _value_names(learned)
                continue
            names[first] = str(learned["name"])
            if learned["indicator"]:
                names[second] = f"{learned['name']} missing"
        return names

    @property
    def n_features_out_(self):
        """Number of encoded columns."""
        return sum(self._widths())

    def _widths(self):
        """Encoded columns of each block: numbers, their indicators, categories, prefixes."""
        numbers = [learned for learned in self.columns_ if learned["kind"] == "number"]
        values = [sum(len(learned["values"]) for learned in self.columns_ if learned["kind"] == kind) for kind in ("category", "prefix")]
        return [len(numbers), sum(learned["indicator"] for learned in numbers), *values]

    def _places(self):
        """Per input column its first encoded column, and the one of its indicator."""
        starts = np.concatenate([[0], np.cumsum(self._widths())]).tolist()
        at = dict(zip(("number", "indicator", "category", "prefix"), starts, strict=False))
        places = []
        for learned in self.columns_:
            kind = learned["kind"]
            places.append((at[kind], at["indicator"]))
            at[kind] += 1 if kind == "number" else len(learned["values"])
            at["indicator"] += kind == "number" and learned["indicator"]
        return places

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.input_tags.categorical = True
        tags.transformer_tags.preserves_dtype = ["float32"]
        return tags

    def _columns(self, X, reset):
        if isinstance(X, pd.DataFrame):
            _check_feature_names(self, X, reset=reset)
            _check_n_features(self, X, reset=reset)
            if len(X) == 0:
                raise ValueError("Found array with 0 sample(s) while a minimum of 1 is required.")
            return [(name, self._values(name, X[name].to_numpy())) for name in X.columns]
        X = validate_data(self, X, reset=reset, dtype=None, ensure_all_finite="allow-nan")
        return [(i, self._values(i, X[:, i])) for i in range(X.shape[1])]

    def _values(self, name, values):
        if self._is_string(name, values):
            return _as_strings(values)
        with np.errstate(over="ignore"):
            values = np.array(values, dtype=np.float32)
        values[~np.isfinite(values)] = np.nan
        return values

    def _is_string(self, name, values):
        if name in (self.prefix or []):
            return True
        if self.categorical is not None:
            return name in self.categorical
        if values.dtype.kind in "biuf":
            return False
        if values.dtype.kind != "O":
            return True
        return any(isinstance(value, str) for value in values)

    def _learn(self, name, values):
        if values.dtype.kind == "O":
            short = name in (self.prefix or [])
            counted = Counter(value[:1] for value in values) if short else Counter(values)
            kept = sorted(counted.most_common(self.max_categories), key=lambda item: item[0])
            return {"name": name, "kind": "prefix" if short else "category", "values": [value for value, _ in kept]}
        missing = np.isnan(values)
        fill = np.float32(np.median(values[~missing])) if not missing.all() else np.float32(0)
        learned = {"name": name, "kind": "number", "fill": fill, "indicator": bool(missing.any())}
        if self.scale:
            filled = np.where(missing, fill, values).astype(np.float64)
            deviation = np.float32(filled.std())
            learned["mean"] = np.float32(filled.mean())
            learned["deviation"] = deviation if np.isfinite(deviation) and deviation > 0 else np.float32(1)
        return learned


def _as_strings(values):
    out = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        out[i] = value if isinstance(value, str) else "" if value is None or value != value else str(value)
    return out


def _value_names(learned):
    sign = "=" if learned["kind"] == "category" else " starts with "
    return [f"{learned['name']}{sign}{value}" if value else f"{learned['name']} missing" for value in learned["values"]]


def _encode(values, learned, out, place):
    first, second = place
    if learned["kind"] == "number":
        missing = np.isnan(values)
        filled = np.where(missing, learned["fill"], values)
        if "mean" in learned:
            with np.errstate(over="ignore"):
                filled = np.clip((filled - learned["mean"]) / learned["deviation"], -FARTHEST, FARTHEST)
        out[:, first] = filled
        if learned["indicator"]:
            out[:, second] = missing
        return
    shown = np.array([value[:1] for value in values], dtype=object) if learned["kind"] == "prefix" else values
    codes = pd.Index(learned["values"], dtype=object).get_indexer(shown)
    hits = np.flatnonzero(codes >= 0)
    out[hits, first + codes[hits]] = 1
