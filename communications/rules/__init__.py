"""Pure rules of contact with customers: plain values in and out; no ORM, no clock, no settings."""
