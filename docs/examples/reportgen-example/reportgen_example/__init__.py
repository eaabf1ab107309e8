"""Plugins for reportgen, one of each kind: each module is one."""
