"""A sensitivity study for readers: sensitivity.html, sensitivity.xlsx, and its charts as files."""
