"""
reportgen: the report that a CI job leaves behind.

The command line and the JSON document (``reportgen schema``) are the public interface.
Python names may change between minor versions until 1.0.
"""

__version__ = "0.1.0"
