"""Documents, passages, BM25 and the store: everything below a question."""
