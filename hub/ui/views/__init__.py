"""The pages: each reads its address, asks the hub once, and says what to show."""
