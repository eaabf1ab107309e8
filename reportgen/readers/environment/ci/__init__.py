"""
What the CI system says about the run in its environment variables.

`systems` is the table, `values` reads one cell of it, `event` the file that GitHub lays beside it,
`facts` puts them together.
Only the named variables are read; the environment as a whole holds secrets.
"""
