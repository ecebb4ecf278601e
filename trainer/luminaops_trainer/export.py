"""A fitted pipeline as one ONNX graph: raw columns in, ``label`` and ``probabilities`` or ``value`` out."""

import numpy as np
from onnx import TensorProto
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.compose import TransformedTargetRegressor

from .graph import ML_OPSET, OPSET, GraphBuilder, add_encoder
from .trees import lightgbm_to_onnx, xgboost_to_onnx

OUTPUTS = {"classification": ("label", "probabilities"), "regression": ("value",)}


class NoConverter(Exception):
    """The pipeline cannot be written as ONNX; says why."""


def export(pipeline, task, classes=None):
    """Convert a fitted pipeline.

    Parameters
    ----------
    pipeline : Pipeline with steps ``encode`` and ``model``
    task : str
    classes : list of str, optional
        Labels in the order of the model's probabilities.

    Returns
    -------
    onnx.ModelProto

    Raises
    ------
    NoConverter
    """
    encoder, model = pipeline.named_steps["encode"], pipeline.named_steps["model"]
    clash = sorted({str(column["name"]) for column in encoder.columns_} & set(OUTPUTS[task]))
    if clash:
        raise NoConverter(f"the column {clash[0]!r} has the name of an output; rename the column and train again")
    if any(str(column["name"]) == "" for column in encoder.columns_):
        raise NoConverter("a column has no name; name it and train again")
    builder = GraphBuilder()
    features = add_encoder(builder, encoder)
    try:
        inner, affine = _convert(model, encoder.n_features_out_)
    except Exception as error:  # converters raise their own kinds; any of them means native
        raise NoConverter(f"no converter for {type(model).__name__}: {error}") from error
    result = _splice(builder, inner, features, 1 if task == "classification" else 0)
    if task == "classification":
        return _classifier(builder, result, classes)
    return _regressor(builder, result, affine)


def _convert(model, width):
    shape = [("x", FloatTensorType([None, width]))]
    affine = None
    if isinstance(model, TransformedTargetRegressor):
        scaler = model.transformer_
        affine = (np.float32(scaler.scale_[0]), np.float32(scaler.mean_[0]))
        model = model.regressor_
    module = type(model).__module__
    if module.startswith("xgboost"):
        return xgboost_to_onnx(model), affine
    if module.startswith("lightgbm"):
        return lightgbm_to_onnx(model), affine
    options = {id(model): {"zipmap": False}} if hasattr(model, "predict_proba") else None
    return to_onnx(model, initial_types=shape, options=options, target_opset={"": OPSET, "ai.onnx.ml": ML_OPSET}), affine


def _splice(builder, inner, features, output):
    """Put another graph's nodes behind the encoder under names of our own; return one output's name."""
    names = {inner.graph.input[0].name: features}

    def rename(name):
        if name == "":
            return name
        if name not in names:
            names[name] = builder.name()
        return names[name]

    for weight in inner.graph.initializer:
        weight.name = rename(weight.name)
        builder.weights.append(weight)
    for node in inner.graph.node:
        node.input[:] = [rename(name) for name in node.input]
        node.output[:] = [rename(name) for name in node.output]
        node.name = ""
        builder.nodes.append(node)
    return names[inner.graph.output[output].name]


def _classifier(builder, probabilities, classes):
    builder.node("Identity", [probabilities], output="probabilities")
    best = builder.node("ArgMax", ["probabilities"], axis=1, keepdims=0)
    builder.node("Gather", [builder.weight(np.asarray(classes, dtype=object)), best], output="label", axis=0)
    return _prune(
        builder.model([("label", TensorProto.STRING, ["N"]), ("probabilities", TensorProto.FLOAT, ["N", len(classes)])])
    )


def _regressor(builder, value, affine):
    if affine is not None:
        value = builder.node("Mul", [value, builder.weight(np.array([[affine[0]]], dtype=np.float32))])
        value = builder.node("Add", [value, builder.weight(np.array([[affine[1]]], dtype=np.float32))])
    builder.node("Reshape", [value, builder.weight(np.array([-1, 1], dtype=np.int64))], output="value")
    return _prune(builder.model([("value", TensorProto.FLOAT, ["N", 1])]))


def _prune(model):
    """Drop nodes whose results nobody reads, such as the converters' own labels."""
    needed = {output.name for output in model.graph.output}
    kept = []
    for node in reversed(model.graph.node):
        if any(name in needed for name in node.output):
            kept.append(node)
            needed.update(node.input)
    del model.graph.node[:]
    model.graph.node.extend(reversed(kept))
    weights = [weight for weight in model.graph.initializer if weight.name in needed]
    del model.graph.initializer[:]
    model.graph.initializer.extend(weights)
    return model




def warm():
    """Convert a tiny model, so that forks find the converters' tables in memory."""
    from sklearn.linear_model import Ridge

    model = Ridge().fit(np.array([[0.0], [1.0]], dtype=np.float32), np.array([0.0, 1.0]))
    _convert(model, 1)
