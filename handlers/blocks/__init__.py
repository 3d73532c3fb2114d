"""Answers as Block Kit; nothing else in Casebook knows what a block is."""
