"""The demo: two dealerships whose history is simulated, exported as a DMS would, and imported."""
