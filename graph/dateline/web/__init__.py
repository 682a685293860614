"""A publication on the web: one site, served or written as static files, with the same addresses and the same bytes."""
