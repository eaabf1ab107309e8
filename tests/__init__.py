"""The tests: they mirror the package; what they expect at length lies in `golden/`."""
