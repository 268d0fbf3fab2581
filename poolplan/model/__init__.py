"""The mathematics; PuLP lives here and nowhere else."""
