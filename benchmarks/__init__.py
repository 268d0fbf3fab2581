"""What is measured, and how to repeat it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KUMAMOTO = ROOT / "scenarios" / "kumamoto_expand_cheapest.yaml"
"""The scenario that most is measured on."""
