"""Runs an exported model for MLflow's clients; a copy of this file lies in the model's folder, beside the graph.

``mlflow.pyfunc.load_model`` imports it by the name that ``MLmodel`` says. It needs onnxruntime, numpy and pandas only.
"""

import json
import os

import numpy as np
import pandas as pd

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def _load_pyfunc(path):
    return ExportedModel(path)


class ExportedModel:
    """A model folder's graph, fed from a table.

    Parameters
    ----------
    path : str
        Folder that holds ``model.onnx`` and ``signature.json``.
    """

    def __init__(self, path):
        import onnxruntime

        with open(os.path.join(path, "signature.json"), encoding="utf-8") as file:
            self.signature = json.load(file)
        self._session = onnxruntime.InferenceSession(os.path.join(path, "model.onnx"), providers=["CPUExecutionProvider"])
        self._text = {given.name: "string" in given.type for given in self._session.get_inputs()}

    def predict(self, data, params=None):
        """Predictions of a table.

        Parameters
        ----------
        data : DataFrame, or what makes one
            Columns by their names in the signature; others are ignored.
        params : dict, optional
            Not used.

        Returns
        -------
        DataFrame
            ``value``, or ``label`` and a column ``probability <class>`` for each class.
        """
        rows = data if isinstance(data, pd.DataFrame) else pd.DataFrame(data)
        feeds = {column["name"]: self._column(rows, column) for column in self.signature["inputs"]}
        names = [output["name"] for output in self.signature["outputs"]]
        found = dict(zip(names, self._session.run(names, feeds)))
        if "value" in found:
            return pd.DataFrame({"value": np.asarray(found["value"]).reshape(-1)}, index=rows.index)
        probabilities = np.asarray(found["probabilities"])
        columns = {f"probability {name}": probabilities[:, i] for i, name in enumerate(self.signature["classes"])}
        return pd.DataFrame({"label": np.asarray(found["label"]).reshape(-1).astype(str), **columns}, index=rows.index)

    def _column(self, rows, column):
        name = column["name"]
        if name not in rows:
            if column["required"]:
                raise ValueError(f"The column {name} is missing.")
            values = pd.Series([None] * len(rows), dtype=object)
        else:
            values = rows[name]
        if self._text[name]:
            spelled = {str(known).lower(): known for known in column.get("categories", [])} if column["type"] == "boolean" else {}
            texts = ["" if pd.isna(value) else _text(value, spelled) for value in values]
            return np.asarray(texts, dtype=object).reshape(-1, 1)
        if column["type"] in ("date", "timestamp"):
            moments = pd.to_datetime(values, utc=True)
            numbers = (moments - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
        else:
            numbers = pd.to_numeric(values)
        return np.asarray(numbers, dtype=np.float32).reshape(-1, 1)


def _text(value, spelled):
    if isinstance(value, (bool, np.bool_)):
        return spelled.get(str(bool(value)).lower(), str(bool(value)).lower())
    # A column of whole numbers with gaps comes as fractions.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
