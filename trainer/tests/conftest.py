"""Limits before any numerical import, as in the trainer itself."""

from luminaops_trainer.limits import limit_threads

limit_threads()
