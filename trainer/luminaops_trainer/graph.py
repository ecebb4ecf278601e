"""The ONNX graph of a fitted encoder: one input per column, one float32 matrix out."""

import re

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from .encoder import FARTHEST

OPSET = 20
ML_OPSET = 3
IR_VERSION = 9
FEATURES = "encoded features"


class GraphBuilder:
    """Collects nodes, weights and inputs; names inside never meet the names of columns."""

    def __init__(self):
        self.nodes = []
        self.weights = []
        self.inputs = []
        self._count = 0

    def name(self):
        """A name for a value inside the graph."""
        self._count += 1
        return f"lumina/{self._count}"

    def weight(self, array):
        """Store a constant; return its name."""
        name = self.name()
        array = np.asarray(array)
        if array.dtype == object:
            tensor = helper.make_tensor(name, TensorProto.STRING, array.shape, [str(v).encode() for v in array.ravel()])
        else:
            tensor = numpy_helper.from_array(array, name)
        self.weights.append(tensor)
        return name

    def node(self, op, inputs, output=None, domain="", **attributes):
        """Add a node with one output; return the output's name."""
        output = output or self.name()
        self.nodes.append(helper.make_node(op, inputs, [output], domain=domain, **attributes))
        return output

    def model(self, outputs):
        """Close the graph.

        Parameters
        ----------
        outputs : list of (str, int, list)
            Name, element type and shape of each output.
        """
        values = [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in outputs]
        graph = helper.make_graph(self.nodes, "luminaops", self.inputs, values, self.weights)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="luminaops")
        model.ir_version = IR_VERSION
        return model


def add_encoder(builder, encoder, output=FEATURES):
    """Add the nodes of a fitted :class:`TableEncoder`; return the name of the encoded matrix."""
    parts = []
    for learned in encoder.columns_:
        name = str(learned["name"])
        kind = TensorProto.FLOAT if learned["kind"] == "number" else TensorProto.STRING
        builder.inputs.append(helper.make_tensor_value_info(name, kind, ["N", 1]))
        add = {"number": _number, "category": _category, "prefix": _prefix}[learned["kind"]]
        parts.extend(add(builder, name, learned))
    return builder.node("Concat", parts, output=output, axis=1)


def encoder_model(encoder):
    """The encoder alone as a model, for comparing features cell by cell."""
    builder = GraphBuilder()
    add_encoder(builder, encoder)
    return builder.model([(FEATURES, TensorProto.FLOAT, ["N", encoder.n_features_out_])])


def _scalar(builder, value):
    return builder.weight(np.array([[value]], dtype=np.float32))


def _number(builder, name, learned):
    nan = builder.node("IsNaN", [name])
    infinite = builder.node("IsInf", [name])
    missing = builder.node("Or", [nan, infinite])
    value = builder.node("Where", [missing, _scalar(builder, learned["fill"]), name])
    if "mean" in learned:
        value = builder.node("Sub", [value, _scalar(builder, learned["mean"])])
        value = builder.node("Div", [value, _scalar(builder, learned["deviation"])])
        value = builder.node("Clip", [value, builder.weight(-FARTHEST), builder.weight(FARTHEST)])
    if not learned["indicator"]:
        return [value]
    return [value, builder.node("Cast", [missing], to=TensorProto.FLOAT)]


def _category(builder, name, learned):
    values = [str(value) for value in learned["values"]]
    code = builder.node(
        "LabelEncoder",
        [name],
        domain="ai.onnx.ml",
        keys_strings=values,
        values_int64s=list(range(len(values))),
        default_int64=-1,
    )
    places = builder.weight(np.arange(len(values), dtype=np.int64).reshape(1, -1))
    return [builder.node("Cast", [builder.node("Equal", [code, places])], to=TensorProto.FLOAT)]


def _prefix(builder, name, learned):
    parts = []
    for value in learned["values"]:
        # (?s) lets the dot match a line break, as Python's first character does
        pattern = f"(?s){re.escape(value)}.*" if value else ""
        match = builder.node("RegexFullMatch", [name], pattern=pattern)
        parts.append(builder.node("Cast", [match], to=TensorProto.FLOAT))
    return parts
