"""Mail: letters, the outbox and the way to the mail server."""
