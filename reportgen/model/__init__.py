"""
The vocabulary: observed (`run`), concluded (`report`), for scripts (`document`).

Everything is frozen. Statuses are closed unions. Counts are derived, never stored beside the cases.
"""
