"""Test results and inventories."""
