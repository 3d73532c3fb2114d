"""The commands, by what they are about. What needs Slack or a database is imported inside the commands that do."""
