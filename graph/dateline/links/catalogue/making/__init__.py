"""How the catalogue is made: packages are fetched by name and version, read, and held against one another.

An item is taken only where two origins that do not copy each other give it the same id and the same name. This runs
when a new catalogue is made (`scripts/catalogue`), never when documents are linked.
"""
