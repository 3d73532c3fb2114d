"""Question to hits. Only opening.py opens an index, and only building.py swaps one in."""
