"""board.html: the stages side by side, for those who decide."""
