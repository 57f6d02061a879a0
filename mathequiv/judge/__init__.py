"""A judge model for what no rule can tell; never asked unless a run names one, and kept apart in every count."""
