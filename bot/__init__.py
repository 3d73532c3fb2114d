"""The casebook: reads notes, answers questions. Imports no Slack.

The way from a note to an answer goes through three folders: `notes` makes statements of text, `search` keeps them in
an index and finds those that fit a question, `answers` says what was found. `refreshing.py` brings an index up to
date, and Casebook, in `casebook.py`, is the one object that the outside asks; `browsing`, `comparing`, `contents`,
`curating`, `helping`, `mornings` and `trying` are what it does beside answering a question.

`model` has the words that all of them share. Beside that way `digest` decides which mission case comes when, `journal`
keeps what must not be lost, and `commands` is the command line.
"""
