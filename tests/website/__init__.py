"""Planning and writing the site."""
