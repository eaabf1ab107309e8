"""Where analyses meet: each knows its own evidence alone, these put together what they say."""
