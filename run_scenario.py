"""`python run_scenario.py scenarios/kumamoto_expand_cheapest.yaml`: the same as `poolplan run ...`."""

import sys

from poolplan.cli import main

if __name__ == "__main__":
    sys.exit(main(["run", *sys.argv[1:]]))
