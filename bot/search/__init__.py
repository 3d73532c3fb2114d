"""Question to hits. Only index.py opens the index; only it reads or writes a file."""
