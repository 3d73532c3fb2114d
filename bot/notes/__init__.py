"""Text to statements. Pure, but for folder.py."""
