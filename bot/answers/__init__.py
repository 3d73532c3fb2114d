"""Hits to what is said. Pure: no file, no clock, no database, no Slack."""
