"""The SPARQL endpoint alone, with limits of one's own: `python -m tests.bench.sparql_server SOURCE PORT LIMITS`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import uvicorn

from dateline.web.sparql.app import sparql_app
from dateline.web.sparql.limits import Limits

if __name__ == "__main__":
    app = sparql_app(Path(sys.argv[1]), limits=Limits(**json.loads(sys.argv[3])))
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False)
