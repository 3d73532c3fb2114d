"""The casebook: reads notes, answers questions. Imports no Slack."""
