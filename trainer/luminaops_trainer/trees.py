"""Boosted trees as ONNX, split by split as their library decides, and the split points of any tree model."""

import json

import numpy as np
from onnx import TensorProto, helper
from sklearn.compose import TransformedTargetRegressor

from .graph import IR_VERSION, ML_OPSET, OPSET


def xgboost_to_onnx(model):
    """Convert a fitted XGBoost model over a float matrix ``x``.

    Margins are float32 sums in the order of the trees, as in the library; a split sends
    ``x < condition`` left, and conditions are float32 on both sides.

    Returns
    -------
    onnx.ModelProto
        Its last output is ``probabilities`` (classifier) or ``value``.
    """
    learner = json.loads(bytes(model.get_booster().save_raw("json")))["learner"]
    objective = learner["objective"]["name"]
    base = np.atleast_1d(np.asarray(json.loads(learner["learner_model_param"]["base_score"]), dtype=np.float64))
    targets = max(1, int(learner["learner_model_param"]["num_class"]))
    ends = {"binary:logistic": "sigmoid", "multi:softprob": "softmax", "reg:squarederror": None}
    if objective not in ends:
        raise ValueError(f"objective {objective} is not known")
    if objective == "binary:logistic":
        base = np.log(base / (1 - base))
    booster = learner["gradient_booster"]["model"]
    ensemble = _Ensemble("BRANCH_LT")
    for tree, owner in zip(booster["trees"], booster["tree_info"], strict=True):
        ensemble.start(owner)
        for node, left in enumerate(tree["left_children"]):
            condition = tree["split_conditions"][node]
            if left == -1:
                ensemble.leaf(node, condition)
            else:
                ensemble.split(node, tree["split_indices"][node], condition, left, tree["right_children"][node])
    return _model(ensemble, np.broadcast_to(base, (targets,)), ends[objective], int(model.n_features_in_))


def lightgbm_to_onnx(model):
    """Convert a fitted LightGBM model over a float matrix ``x``.

    A split sends ``x <= threshold`` left with a float64 threshold; for float32 rows that is the
    same as ``x <= t`` with ``t`` the largest float32 not above it. Rounding to the nearest, as
    converters do, moves rows that lie on a threshold.

    Returns
    -------
    onnx.ModelProto
        Its last output is ``probabilities`` (classifier) or ``value``.
    """
    dump = model.booster_.dump_model()
    objective = dump["objective"].split()[0]
    ends = {"binary": "sigmoid", "multiclass": "softmax", "regression": None}
    if objective not in ends or dump["average_output"] or (objective == "binary" and "sigmoid:1" not in dump["objective"].split()):
        raise ValueError(f"objective {dump['objective']} is not known")
    targets = dump["num_class"]
    ensemble = _Ensemble("BRANCH_LEQ")
    for number, tree in enumerate(dump["tree_info"]):
        ensemble.start(number % targets)
        _walk(ensemble, tree["tree_structure"])
    return _model(ensemble, np.zeros(targets), ends[objective], int(model.n_features_in_))


def _walk(ensemble, root):
    """Add a LightGBM tree, numbering its nodes as they are met."""
    waiting, count = [(root, 0)], 1
    while waiting:
        node, number = waiting.pop()
        if "leaf_value" in node:
            ensemble.leaf(number, node["leaf_value"])
            continue
        if node["decision_type"] != "<=":
            raise ValueError(f"decision {node['decision_type']} is not known")
        ensemble.split(number, node["split_feature"], float(_below(node["threshold"])), count, count + 1)
        waiting += [(node["left_child"], count), (node["right_child"], count + 1)]
        count += 2


def _below(threshold):
    """The largest float32 that is not above a float64."""
    with np.errstate(over="ignore"):
        nearest = np.float32(threshold)
    return np.nextafter(nearest, np.float32(-np.inf)) if float(nearest) > threshold else nearest


class _Ensemble:
    """Attributes of a TreeEnsembleRegressor, filled node by node."""

    def __init__(self, mode):
        self._mode = mode
        self._tree = -1
        self._owner = 0
        self.nodes = {key: [] for key in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")}
        self.leaves = {key: [] for key in ("treeids", "nodeids", "ids", "weights")}

    def start(self, owner):
        """Begin a tree that adds to this output."""
        self._tree += 1
        self._owner = owner

    def split(self, node, feature, value, left, right):
        """Add an inner node."""
        self._add(self.nodes, self._tree, node, feature, value, self._mode, left, right)

    def leaf(self, node, weight):
        """Add a leaf."""
        self._add(self.nodes, self._tree, node, 0, 0.0, "LEAF", 0, 0)
        self._add(self.leaves, self._tree, node, self._owner, weight)

    @staticmethod
    def _add(columns, *values):
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)

    def attributes(self):
        """What the operator takes."""
        return {**{f"nodes_{key}": value for key, value in self.nodes.items()}, **{f"target_{key}": value for key, value in self.leaves.items()}}


def _model(ensemble, base, end, width):
    """Close a graph: margins, then a sigmoid or softmax."""
    targets = len(base)
    margin = "margin" if end else "value"
    attributes = {**ensemble.attributes(), "n_targets": targets, "base_values": base.astype(np.float32).tolist()}
    nodes = [helper.make_node("TreeEnsembleRegressor", ["x"], [margin], domain="ai.onnx.ml", **attributes)]
    outputs, weights = [(margin, targets)], []
    if end == "sigmoid":
        weights = [helper.make_tensor("one", TensorProto.FLOAT, [1], [1.0])]
        nodes += [
            helper.make_node("Sigmoid", ["margin"], ["positive"]),
            helper.make_node("Sub", ["one", "positive"], ["negative"]),
            helper.make_node("Concat", ["negative", "positive"], ["probabilities"], axis=1),
        ]
        outputs.append(("probabilities", 2))
    if end == "softmax":
        nodes.append(helper.make_node("Softmax", ["margin"], ["probabilities"], axis=1))
        outputs.append(("probabilities", targets))
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", size]) for name, size in outputs]
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", width])]
    graph = helper.make_graph(nodes, "boosted trees", inputs, values, weights)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    converted = helper.make_model(graph, opset_imports=opsets)
    converted.ir_version = IR_VERSION
    return converted


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
