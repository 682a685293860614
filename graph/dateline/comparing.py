"""The verb `compare`: what a collection says beside what Wikidata says, from what is pinned or asked for now."""
