"""
The sections of the report: each module turns a part of the `Report` into blocks.

Everything that is counted, sorted, chosen or worded is done here; templates print.
Words that come from artifacts stay raw until a template sends them through a door.
"""
