"""Writes a trained pipeline as an MLflow model folder: peer.py PIPELINE FOLDER."""

import sys

import joblib
import mlflow

mlflow.sklearn.save_model(joblib.load(sys.argv[1]), sys.argv[2], serialization_format="cloudpickle")
