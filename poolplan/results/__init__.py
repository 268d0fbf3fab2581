"""The answer, as tables that can be checked without the model."""
