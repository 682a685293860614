"""The reader: a document to a draft reading, by rules over a spaCy parse."""
