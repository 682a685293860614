"""`dateline.toml` and the environment as frozen settings; the only reader of either.

Environment: `DATELINE_USER` and `DATELINE_PASSWORD`, or `DATELINE_TOKEN`, are the credentials for a remote endpoint;
`DATELINE_AUTH=digest` sends the former as digest authentication. `DATELINE_LLM_URL`, `DATELINE_LLM_MODEL` and
`DATELINE_LLM_KEY` name a language model; `DATELINE_LLM_TIMEOUT` is in seconds, and `DATELINE_LLM_PRICES` what a million
tokens cost, in and out: `0.15 0.60 USD`. `DATELINE_WIKIBASE_…` takes the place of a member of the table `[wikibase]`
(`DATELINE_WIKIBASE_CONTACT`, `DATELINE_WIKIBASE_API`, …; several hosts with spaces between them). `DATELINE_CACHE` is
the folder where answers from the web are kept.
"""

from dateline.settings.collection import (
    CC0,
    FILE,
    LOCAL,
    Publisher,
    Settings,
    cache_folder,
    load_settings,
    parse_settings,
    settings_of_one,
    wikibase,
)
from dateline.settings.endpoints import Credentials, Endpoint, Prices, credentials, language_model
from dateline.settings.wikibases import LONGEST_TIMEOUT, Wikibase

__all__ = [
    "CC0",
    "FILE",
    "LOCAL",
    "LONGEST_TIMEOUT",
    "Credentials",
    "Endpoint",
    "Prices",
    "Publisher",
    "Settings",
    "Wikibase",
    "cache_folder",
    "credentials",
    "language_model",
    "load_settings",
    "parse_settings",
    "settings_of_one",
    "wikibase",
]
