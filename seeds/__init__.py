"""What Casebook ships: notes and tables. Data, no code."""
