"""Question to hits. Only opening.py opens an index, and only building.py swaps one in.

`finding` goes the whole way: `spelling` mends slips, `questions` says what is asked, `index` what may answer it,
`ranking` which of that does so best, and `sureness` how sure that is. The index is a file that `building` makes anew,
`writing` fills, and `opening` checks before anybody asks it.
"""
