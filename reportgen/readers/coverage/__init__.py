"""What coverage tools sum up: lines and branches, covered of how many."""
