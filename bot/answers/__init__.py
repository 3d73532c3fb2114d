"""Hits to what is said. Pure: no file, no clock, no database, no Slack.

`answering` decides what of the hits is worth showing, `groups` what stands together, `lines` where each line's links
lead, `pages` what fits a screen; `plain` is all of it as text. What is asked for in other words has a file of its own:
a case `cards`, sides `comparing`, a method `trying`, a challenge `helped`, a draft `checking`, a second `moments`.
"""
