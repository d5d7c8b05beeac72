"""How fast DealerCRM is, as ratios against the raw limit measured in the same run."""
