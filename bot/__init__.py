"""Questions and answers: what happens between a question and its quotations."""
