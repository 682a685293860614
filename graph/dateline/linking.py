"""The verb `link`: candidates of the catalogue, or of Wikidata, for the things of a collection; and decisions kept."""
