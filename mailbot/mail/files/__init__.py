"""Files that come with mails: what each is, and what can be read of it within limits."""
