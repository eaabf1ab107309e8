"""
Histories of which the truth is known: what tests really are, and what a store shows of them.

Everything is drawn from a seeded generator: the same seed gives the same history, for ever.
The truth is laid down first, from what the words mean (a flaky test is one that a coin decides, a
broken one fails from one commit to another); the results follow from it, as they would in CI.
Nothing here knows how the analyses find the truth again.
"""
