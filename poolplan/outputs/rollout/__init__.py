"""rollout.html: how the change runs through the years of a plan."""
