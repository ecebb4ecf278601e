"""Trainer of LuminaOps: reads one job document, writes events and artifacts, never sees the database."""
