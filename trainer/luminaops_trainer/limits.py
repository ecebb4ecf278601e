"""Limits that must stand before numerical libraries are imported."""

import os

POOLS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "ARROW_NUM_THREADS")


def limit_threads():
    """One thread per pool and no uploads: many jobs share the machine, and a fork must find no other thread."""
    for name in POOLS:
        os.environ[name] = "1"
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    os.environ["JE_ARROW_MALLOC_CONF"] = "background_thread:false"  # jemalloc would start one on import
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else ONNX Runtime starts an uploading thread on import


def threads():
    """Number of threads of this process."""
    return len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
