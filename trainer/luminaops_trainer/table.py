"""Parquet files to the columns that models see: float32 numbers and strings, nothing else."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .failure import JobError


def read_table(files, columns=None):
    """Read Parquet files as one Arrow table, single-threaded.

    Parameters
    ----------
    files : list of str
        Paths, in row order.
    columns : list of str, optional
        Only these columns.

    Returns
    -------
    pyarrow.Table
    """
    if not files:
        raise JobError("The dataset version has no files.", "Upload rows before training.")
    parts = [pq.ParquetFile(path).read(columns=columns, use_threads=False) for path in files]
    return pa.concat_tables(parts, promote_options="permissive") if len(parts) > 1 else parts[0]


def kind_of(column):
    """Return ``number``, ``integer``, ``boolean``, ``date`` or ``string`` for an Arrow column."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        return "date"
    return "string"


def numbers(column, dtype=np.float32):
    """Return an Arrow number, integer or boolean column as floats, missing and infinite as NaN."""
    with np.errstate(over="ignore"):
        values = pc.cast(column, pa.float64(), safe=False).to_numpy().astype(dtype)
    values[~np.isfinite(values)] = np.nan
    return values


def strings(column):
    """Return a column as an object array of strings, missing as the empty string."""
    if kind_of(column) == "boolean":
        column = pc.if_else(column, "true", "false")
    text = pc.fill_null(pc.cast(column, pa.large_string(), safe=False), "")
    return np.asarray(text.to_pylist(), dtype=object)


def frame(table, plan):
    """Build the features of a plan: float32 columns for numbers, object columns for strings.

    Parameters
    ----------
    table : pyarrow.Table
    plan : Plan

    Returns
    -------
    pandas.DataFrame of shape (n_rows, n_features)
    """
    columns = {}
    for column in plan.features:
        values = table.column(column.name)
        columns[column.name] = numbers(values) if column.numeric else strings(values)
    data = {name: pd.Series(values, dtype=values.dtype) for name, values in columns.items()}
    return pd.DataFrame(data, index=pd.RangeIndex(table.num_rows))
