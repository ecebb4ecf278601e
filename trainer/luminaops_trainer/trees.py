"""XGBoost trees as ONNX, and the split points of any tree model."""

import json

import numpy as np
from onnx import TensorProto, helper
from sklearn.compose import TransformedTargetRegressor

from .graph import IR_VERSION, ML_OPSET, OPSET


def xgboost_to_onnx(model):
    """Convert a fitted XGBoost model over a float matrix ``x``.

    The margins are float32 sums in the order of the trees, as in the library; a split sends
    ``x < condition`` left, and conditions are float32 on both sides.

    Returns
    -------
    onnx.ModelProto
        Outputs ``margin`` and ``probabilities`` (classifier), or ``value``.
    """
    learner = json.loads(bytes(model.get_booster().save_raw("json")))["learner"]
    objective = learner["objective"]["name"]
    base = np.atleast_1d(np.asarray(json.loads(learner["learner_model_param"]["base_score"]), dtype=np.float64))
    targets = max(1, int(learner["learner_model_param"]["num_class"]))
    if objective not in ("binary:logistic", "multi:softprob", "reg:squarederror"):
        raise ValueError(f"objective {objective} is not known")
    if objective == "binary:logistic":
        base = np.log(base / (1 - base))
    booster = learner["gradient_booster"]["model"]
    attributes = _ensemble(booster["trees"], booster["tree_info"], targets)
    attributes["base_values"] = np.broadcast_to(base, (targets,)).astype(np.float32).tolist()
    margin = "value" if objective == "reg:squarederror" else "margin"
    nodes = [helper.make_node("TreeEnsembleRegressor", ["x"], [margin], domain="ai.onnx.ml", **attributes)]
    outputs = [(margin, targets)]
    weights = []
    if objective == "binary:logistic":
        weights = [helper.make_tensor("one", TensorProto.FLOAT, [1], [1.0])]
        nodes += [
            helper.make_node("Sigmoid", ["margin"], ["positive"]),
            helper.make_node("Sub", ["one", "positive"], ["negative"]),
            helper.make_node("Concat", ["negative", "positive"], ["probabilities"], axis=1),
        ]
        outputs.append(("probabilities", 2))
    elif objective == "multi:softprob":
        nodes.append(helper.make_node("Softmax", ["margin"], ["probabilities"], axis=1))
        outputs.append(("probabilities", targets))
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", width]) for name, width in outputs]
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", int(model.n_features_in_)])]
    graph = helper.make_graph(nodes, "xgboost", inputs, values, weights)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    converted = helper.make_model(graph, opset_imports=opsets)
    converted.ir_version = IR_VERSION
    return converted


def _ensemble(trees, owners, targets):
    """Attributes of a TreeEnsembleRegressor; ``owners`` names the class each tree adds to."""
    nodes = {key: [] for key in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids", "missing")}
    leaves = {key: [] for key in ("treeids", "nodeids", "ids", "weights")}
    for number, (tree, owner) in enumerate(zip(trees, owners, strict=True)):
        for node, left in enumerate(tree["left_children"]):
            leaf = left == -1
            nodes["treeids"].append(number)
            nodes["nodeids"].append(node)
            nodes["featureids"].append(0 if leaf else tree["split_indices"][node])
            nodes["values"].append(0.0 if leaf else tree["split_conditions"][node])
            nodes["modes"].append("LEAF" if leaf else "BRANCH_LT")
            nodes["truenodeids"].append(0 if leaf else left)
            nodes["falsenodeids"].append(0 if leaf else tree["right_children"][node])
            nodes["missing"].append(0 if leaf else tree["default_left"][node])
            if leaf:
                leaves["treeids"].append(number)
                leaves["nodeids"].append(node)
                leaves["ids"].append(owner)
                leaves["weights"].append(tree["split_conditions"][node])
    return {
        "n_targets": targets,
        "nodes_missing_value_tracks_true": nodes.pop("missing"),
        **{f"nodes_{key}": value for key, value in nodes.items()},
        **{f"target_{key}": value for key, value in leaves.items()},
        "aggregate_function": "SUM",
        "post_transform": "NONE",
    }


def split_points(model, width):
    """Per encoded column the sorted thresholds of a tree model; None where the model has no trees.

    Parameters
    ----------
    model : fitted estimator
    width : int
        Number of encoded columns.

    Returns
    -------
    list of ndarray, or None
    """
    if isinstance(model, TransformedTargetRegressor):
        model = model.regressor_
    pairs = _pairs(model)
    if pairs is None:
        return None
    features, thresholds = pairs
    return [np.unique(thresholds[features == column]) for column in range(width)]


def _pairs(model):
    module = type(model).__module__
    if module.startswith("xgboost"):
        table = model.get_booster().trees_to_dataframe()
        table = table[table["Feature"] != "Leaf"]
        return table["Feature"].str[1:].astype(int).to_numpy(), table["Split"].to_numpy(dtype=float)
    if module.startswith("lightgbm"):
        table = model.booster_.trees_to_dataframe()
        table = table[table["split_feature"].notna()]
        place = {name: i for i, name in enumerate(model.booster_.feature_name())}
        return table["split_feature"].map(place).to_numpy(dtype=int), table["threshold"].to_numpy(dtype=float)
    if hasattr(model, "estimators_") and hasattr(model.estimators_[0], "tree_"):
        trees = [estimator.tree_ for estimator in model.estimators_]
        features = np.concatenate([tree.feature for tree in trees])
        thresholds = np.concatenate([tree.threshold for tree in trees])
        return features[features >= 0], thresholds[features >= 0]
    return None
