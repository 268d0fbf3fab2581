"""`python -m poolplan`: the same as the `poolplan` command."""

import sys

from poolplan.cli import main

if __name__ == "__main__":
    sys.exit(main())
