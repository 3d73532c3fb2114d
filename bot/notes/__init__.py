"""Text to statements. Pure, but for folder.py.

`folder` opens what there is, and `reading` makes statements of a note's text: `anchors` finds its stamps, `prose` its
sentences; `captions` does the same for a talk's captions. Of all notes together `resolving` says which second each
stamp means, `cases` what is told of whom, and `kinds` what each statement is; `library` does these one after the other.
"""
