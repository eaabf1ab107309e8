"""
Pages of the reference, made from the code that they describe.

Each module has a ``page()`` that returns Markdown and nothing of the clock, the environment or the
disk: the same code makes the same page. ``bench/reference.py`` writes them.
"""
