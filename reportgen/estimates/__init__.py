"""Numbers → numbers: estimators and tests, each with its source; nothing here knows of runs."""
