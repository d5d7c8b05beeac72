"""The servers DealerCRM brings along: PostgreSQL and Valkey from wheels, started by ourselves.

Standard library only: it runs before Django and must be able to say what is missing.
"""
