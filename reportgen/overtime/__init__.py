"""Many runs → what they show together. Pure: no clock, no disk; one module per kind of thing."""
