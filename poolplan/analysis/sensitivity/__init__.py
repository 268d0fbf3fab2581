"""What moves the answer, and by how much: one value at a time, turning points, tables, and all at once."""
