"""Gate table: every algorithm over real tables and their spoiled variants, ONNX or native, with the reason.

Run with the trainer's interpreter from the folder ``trainer``: ``python drills/gate_table.py [table ...]``.
Ends with 1 when fewer than 90 % are ONNX.
"""

import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from luminaops_trainer.limits import limit_threads  # noqa: E402

limit_threads()

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.compute as pc  # noqa: E402
import tables  # noqa: E402
from luminaops_trainer import gate  # noqa: E402
from luminaops_trainer.algorithms import TASKS, build, settings_for  # noqa: E402
from luminaops_trainer.export import NoConverter, export  # noqa: E402
from luminaops_trainer.plan import plan_table  # noqa: E402
from luminaops_trainer.table import frame  # noqa: E402
from luminaops_trainer.target import read_target  # noqa: E402
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine  # noqa: E402

ENOUGH = 0.9


def base_tables():
    """Name, table, target, task."""
    found = [
        ("passengers", tables.passengers(), "Survived", "classification"),
        ("breast-cancer", tables.of_sklearn(load_breast_cancer), "target", "classification"),
        ("wine", tables.of_sklearn(load_wine), "target", "classification"),
        ("diabetes", tables.of_sklearn(load_diabetes), "target", "regression"),
    ]
    if tables.SHARED.is_dir():
        found += [
            ("titanic", tables.real("titanic"), "Survived", "classification"),
            ("penguins", tables.real("penguins"), "species", "classification"),
            ("mpg", tables.real("mpg"), "mpg", "regression"),
            ("taxis", tables.real("taxis"), "fare", "regression"),
            ("diamonds", tables.real("diamonds"), "price", "regression"),
            ("diamonds-cut", tables.real("diamonds").slice(0, 10_000), "cut", "classification"),
        ]
    return found


def variants(table, target):
    """The table as it is, and spoiled in each of the ways that have broken exports before."""
    random = np.random.default_rng(0)
    rows = table.num_rows
    yield "plain", table
    holed = {}
    for name in table.column_names:
        values = table.column(name)
        mask = pa.array(random.random(rows) < 0.15)
        holed[name] = values if name == target else pa.chunked_array([pc.if_else(mask, pa.scalar(None, values.type), values.combine_chunks())])
    yield "missing", pa.table(holed)
    words = random.choice(["ä ö", "", "a,b", 'quo"te', "line\nbreak", "x" * 300], rows)
    yield "strings", table.append_column("words", pa.array(words.tolist())).append_column("code", pa.array([f"Z{i % 97}" for i in range(rows)]))
    days = [date(2020, 1, 1) + timedelta(days=int(i)) for i in random.integers(0, 900, rows)]
    yield "dates", table.append_column("day", pa.array(days))
    yield "int > 2^24", table.append_column("big", pa.array(random.integers(2**24, 2**40, rows)))


def judge(table, target, task, algorithm):
    """``onnx`` or the reason why not, with the seconds it took."""
    start = time.perf_counter()
    plan = plan_table(table, target, [])
    read = read_target(table.column(target), target, task, 2)
    X = frame(table.filter(read.kept), plan)
    pipeline = build(algorithm, task, settings_for(algorithm, task, len(X)), plan, 0, 1).fit(X, read.values)
    try:
        graph = export(pipeline, task, read.classes).SerializeToString()
        report = gate.check(pipeline, read.classes, graph, X, read.values, 0)
    except NoConverter as error:
        return str(error), None, time.perf_counter() - start
    near = f", {report['nearSplit']} near a split" if report["perturbedDiffering"] else ""
    return ("onnx" + near if report["passed"] else report["reason"]), report["maxAbsDiff"], time.perf_counter() - start


def main():
    wanted = set(sys.argv[1:])
    results = []
    print("| table | variant | algorithm | outcome | largest difference | s |\n|---|---|---|---|---|---|")
    for name, table, target, task in base_tables():
        if wanted and name not in wanted:
            continue
        for variant, changed in variants(table, target):
            for algorithm in TASKS[task]:
                outcome, largest, seconds = judge(changed, target, task, algorithm)
                results.append(outcome.startswith("onnx"))
                shown = "" if largest is None else f"{largest:.1e}"
                print(f"| {name} | {variant} | {algorithm} | {outcome} | {shown} | {seconds:.1f} |", flush=True)
    share = sum(results) / len(results)
    print(f"\n{sum(results)} of {len(results)} are ONNX ({100 * share:.1f} %).")
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
