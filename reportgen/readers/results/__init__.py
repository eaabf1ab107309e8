"""
What readers of test results in XML share: text, records, outcomes, and what a broken file costs.

Every format hands over a case when it is complete, and only then.
So a file that is cut off keeps exactly the cases that ended before the cut.
"""
