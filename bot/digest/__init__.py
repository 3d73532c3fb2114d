"""The daily mission case: what is due, which case, and what to do with Slack's answer. Pure; posts nothing."""
