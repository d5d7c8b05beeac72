"""Verbs of the exchange: recognise files, run an import, report on it."""
