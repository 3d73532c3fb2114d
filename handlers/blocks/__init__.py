"""Answers as Block Kit; nothing else in Casebook knows what a block is.

What is said is a Saying, from `saying`: the whole of it as plain text, and the same as blocks. `rich` makes their
elements, in which words stay words; `lines` has a statement with its links, `answers`, `cards` and the others what is
made of those, `buttons` what can be pressed. `limits` says what Slack would refuse; `voice.py` asks it before sending.
"""
