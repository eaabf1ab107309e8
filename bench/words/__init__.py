"""How the sentences of reportgen are found, and written for translators."""
