"""Scripts that fit the numbers in `bot/models/` on questions with known answers."""
