"""Pure rules of follow-ups: plain values in and out; no ORM, no clock, no settings."""
