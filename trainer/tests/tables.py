"""Tables for tests: generated ones, small real ones of scikit-learn, and the real files where they are present."""

import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
from sklearn.datasets import load_diabetes, load_wine

SHARED = Path(os.environ.get("LUMINA_SHARED", Path(__file__).parents[2].parent / "shared")) / "data"


def passengers(rows=400, seed=0):
    """A Titanic-shaped table: missing values, codes, an id, free text, two classes."""
    random = np.random.default_rng(seed)
    sex = random.choice(["male", "female"], rows, p=[0.65, 0.35])
    pclass = random.choice([1, 2, 3], rows, p=[0.25, 0.2, 0.55])
    age = np.where(random.random(rows) < 0.2, np.nan, random.gamma(6, 5, rows).round(1))
    cabin = [f"{random.choice(list('ABCDE'))}{random.integers(1, 150)}" if random.random() < 0.3 else None for _ in range(rows)]
    lift = 2.4 * (sex == "female") - 0.8 * (pclass - 2) + random.normal(0, 1, rows) - 0.9
    return pa.table(
        {
            "PassengerId": pa.array(range(1, rows + 1)),
            "Survived": pa.array((lift > 0).astype(int)),
            "Pclass": pa.array(pclass),
            "Name": pa.array([f"Person {random.integers(1e9)}" for _ in range(rows)]),
            "Sex": pa.array(sex.tolist()),
            "Age": pa.array(age, from_pandas=True),
            "Fare": pa.array(random.lognormal(2.5, 1, rows).round(2)),
            "Cabin": pa.array(cabin),
            "Alone": pa.array((random.random(rows) < 0.5).tolist()),
            "Embarked": pa.array(random.choice(["S", "C", "Q", None], rows, p=[0.7, 0.18, 0.11, 0.01]).tolist(), pa.string()),
        }
    )


def of_sklearn(load):
    """One of scikit-learn's own tables, target last."""
    data = load()
    columns = {str(name).replace("/", " "): data.data[:, i] for i, name in enumerate(data.feature_names)}
    return pa.table({**columns, "target": data.target})


def real(name):
    """A real file of the shared folder."""
    options = csv.ConvertOptions(strings_can_be_null=True)
    return csv.read_csv(SHARED / f"{name}.csv", convert_options=options)


def cases():
    """Name, table, target, task and dropped columns of every table the gate is tried on."""
    found = [
        ("passengers", passengers(), "Survived", "classification", ["Name"]),
        ("wine", of_sklearn(load_wine), "target", "classification", []),
        ("diabetes", of_sklearn(load_diabetes), "target", "regression", []),
    ]
    if SHARED.is_dir():
        found.append(("titanic", real("titanic"), "Survived", "classification", ["Name", "Ticket"]))
        found.append(("mpg", real("mpg"), "mpg", "regression", []))
    return found


def write(table, folder, name="rows.parquet"):
    """Write a table as Parquet; return its path."""
    path = os.path.join(folder, name)
    pq.write_table(table, path)
    return path
