import json
import sys
from pathlib import Path

import jobs
import numpy as np
import pyarrow as pa
import pytest
import tables
from luminaops_trainer import flavor, gate
from luminaops_trainer.plan import plan_table
from luminaops_trainer.table import frame


def folder_of(table, tmp_path, **fields):
    """The model folder of one trained candidate, laid out as a client downloads it."""
    code, events = jobs.run(jobs.document(table, str(tmp_path), folds=2, **fields))
    assert code == 0, events[-1]
    model = tmp_path / "downloaded"
    for event in jobs.of(events, "artifact"):
        if event["path"].startswith("model/"):
            target = model / event["path"].removeprefix("model/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(Path(event["file"]).read_bytes())
    return model


def loaded(model, monkeypatch):
    """As MLflow's client does it: the folder `code` on the path, the loader called with the model's folder."""
    described = (model / "MLmodel").read_text()
    assert f"    loader_module: {flavor.LOADER}\n" in described and "    code: code\n" in described
    monkeypatch.syspath_prepend(str(model / "code"))
    sys.modules.pop(flavor.LOADER, None)
    return __import__(flavor.LOADER)._load_pyfunc(str(model))


def test_the_loader_answers_as_the_graph_on_the_table_itself(tmp_path, monkeypatch):
    table = tables.passengers()
    model = folder_of(table, tmp_path)
    signature = json.loads((model / "signature.json").read_text())
    answers = loaded(model, monkeypatch).predict(table.to_pandas())
    X = frame(table, plan_table(table, "Survived", []))
    _, probabilities = gate.session((model / "model.onnx").read_bytes()).run(["label", "probabilities"], gate.feed(X))
    assert list(answers.columns) == ["label"] + [f"probability {name}" for name in signature["classes"]]
    assert np.allclose(answers[[f"probability {name}" for name in signature["classes"]]], probabilities, atol=1e-6)
    assert set(answers["label"]) <= set(signature["classes"])


def test_rows_come_as_dictionaries_too_and_a_needed_column_is_named_when_missing(tmp_path, monkeypatch):
    model = folder_of(tables.passengers(), tmp_path)
    loader = loaded(model, monkeypatch)
    needed = [field["name"] for field in loader.signature["inputs"] if field["required"]]
    row = {field["name"]: field["example"] for field in loader.signature["inputs"]}
    assert len(loader.predict([row, {**row, "Age": None}])) == 2
    del row[needed[0]]
    with pytest.raises(ValueError, match=f"The column {needed[0]} is missing"):
        loader.predict([row])


def test_a_regression_answers_the_graphs_values(tmp_path, monkeypatch):
    random = np.random.default_rng(0)
    size = random.normal(50, 10, 80)
    table = pa.table({"size": size, "rooms": random.integers(1, 5, 80), "price": size * 3})
    model = folder_of(table, tmp_path, target="price", task="regression", algorithms=["ridge"])
    answers = loaded(model, monkeypatch).predict(table.to_pandas())
    X = frame(table, plan_table(table, "price", []))
    (values,) = gate.session((model / "model.onnx").read_bytes()).run(["value"], gate.feed(X))
    assert list(answers.columns) == ["value"]
    assert np.allclose(answers["value"], values[:, 0], rtol=1e-6)
