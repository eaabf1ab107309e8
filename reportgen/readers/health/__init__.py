"""Health of services."""
