"""An MCP server over a publication: assistants ask the graph, and get the words and the voice with every answer.

Read-only tools, each bounded in rows and size; SPARQL runs under the limits of the endpoint. Protocol:
https://modelcontextprotocol.io/specification. Whatever a document says is handed over as a quotation (`quoting`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import pyoxigraph as ox
from anyio import to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

import dateline
from dateline import terms
from dateline.errors import DatelineError
from dateline.questions import named_thing, question
from dateline.sparql import network_clause
from dateline.web.mcp.asking import Asking
from dateline.web.mcp.evidence import are_all, as_json, claims_of, evidence_for, mentions_of, name_of
from dateline.web.mcp.quoting import NOTICE, answer, quoted_lines, seen
from dateline.web.pages.asking import questions_of
from dateline.web.reconciliation.asked import Query
from dateline.web.reconciliation.matching import candidates
from dateline.web.reconciliation.service import Service
from dateline.web.reconciliation.things import things_in

if TYPE_CHECKING:
    from dateline.web.served import Resource, Served

MOST_ROWS, MOST_FOUND, MOST_CLAIMS = 100, 25, 60
MOST_RESOURCES = 500
"""Documents that are also resources of the protocol; list_documents and read_document have all of them."""
LONGEST_PAGE = 8_000
"""Characters of a document's text that one call gives."""
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="How many rows at most.")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="How many to leave out at the beginning, to page on.")]
Iri = Annotated[str, Field(max_length=2_000, description="An IRI, a short name such as baku, or a label.")]
Text = Annotated[str, Field(min_length=1, max_length=100_000)]


def server_of(served: Served, asked: Asking) -> MCPServer[None]:
    """The server over a publication; SPARQL goes to `asked`."""
    tools = Tools(served, asked)
    made: MCPServer[None] = MCPServer(
        "dateline",
        title=seen(served.settings.title, most=200),
        version=dateline.__version__,
        instructions=_instructions(served),
        log_level="ERROR",
    )
    for tool, title in (
        (tools.list_questions, "The named questions"),
        (tools.ask_question, "Ask a named question"),
        (tools.query, "Ask with SPARQL"),
        (tools.find, "Find a thing by name"),
        (tools.describe, "What is said of a thing"),
        (tools.list_documents, "The documents"),
        (tools.read_document, "Read a document"),
    ):
        made.add_tool(tool, title=title, annotations=_READS, structured_output=True)
    for document in served.documents[:MOST_RESOURCES]:
        _add_document(made, tools, document)
    return made


class Tools:
    """What assistants can do. Docstrings are what they read."""

    def __init__(self, served: Served, asked: Asking) -> None:
        self._served = served
        self._asking = asked
        self._things = things_in(served)
        self._service = Service(
            things=self._things, title=served.settings.title, version="1.0", at=served.at, site=served.at
        )

    async def list_questions(self) -> dict[str, Any]:
        """List the named questions that ask_question answers, with their parameters."""
        return answer(
            {
                "questions": [
                    {
                        "name": one.name,
                        "asks": one.summary,
                        "note": one.description,
                        "parameters": [
                            {
                                "name": parameter.name,
                                "type": parameter.type,
                                "description": parameter.description or parameter.label,
                                "required": parameter.required,
                                **({"default": parameter.default} if parameter.default else {}),
                            }
                            for parameter in one.parameters
                        ],
                    }
                    for one in questions_of(self._served)
                    if network_clause(one.text) is None
                ]
            }
        )

    async def ask_question(
        self,
        name: Annotated[str, Field(max_length=100, description="The name of a question, from list_questions.")],
        parameters: Annotated[
            dict[str, str] | None,
            Field(description="Values by parameter name; a thing by its IRI, short name or label."),
        ] = None,
        limit: Limit = 25,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """Answer a named question, each row with the words of the documents that it rests on and whose they are."""
        with _anticipated():
            asked = question(name)
            bound = asked.bind(parameters or {}, resolve=self._named)
            return await self._rows(bound.text, limit, offset, headings=asked.columns, asks=asked.summary)

    async def query(self, sparql: Text, limit: Limit = 25, offset: Offset = 0) -> dict[str, Any]:
        """Run a SPARQL 1.1 SELECT or ASK. Prefer ask_question where a named question fits.

        The default graph is the union of all documents. Plain statements are what sources assert; claims
        (https://w3id.org/dateline/ns#Claim) carry rdf:subject, rdf:predicate, rdf:object, dl:polarity, dl:certainty,
        dl:modality, dl:attributedTo, dl:evidence. SERVICE, FROM of an unknown graph and updates are refused; a query
        that takes more than ten seconds is ended.
        """
        with _anticipated():
            return await self._rows(sparql, limit, offset)

    async def find(
        self,
        name: Annotated[str, Field(min_length=1, max_length=500, description="A name, in any spelling.")],
        kind: Annotated[
            str | None, Field(max_length=100, description=f"Only of this class: {', '.join(terms.CLASSES)}.")
        ] = None,
        limit: Annotated[int, Field(ge=1, le=MOST_FOUND)] = 10,
    ) -> dict[str, Any]:
        """Find people, places, organisations, events and documents by name.

        match is true only where one thing alone has the name.
        """
        wanted = Query(names=(name,), types=(kind,) if kind else (), strictness="any", limit=limit)
        found = candidates(wanted, self._things)
        return answer(
            {
                "found": [
                    {
                        "iri": one.thing.iri,
                        "label": one.thing.label().text,
                        "what": self._service.describe(one.thing),
                        "score": one.score,
                        "match": one.match,
                        "mentions": mentions_of(self._served, one.thing.iri, most=1),
                    }
                    for one in found
                ]
            },
            shrink="found",
        )

    async def describe(
        self, thing: Iri, limit: Annotated[int, Field(ge=1, le=MOST_CLAIMS)] = 20, offset: Offset = 0
    ) -> dict[str, Any]:
        """Tell what is claimed of a thing: each claim with its words, its voice, its certainty, and its standing."""
        with _anticipated():
            resource = self._resource(thing)
            claims = claims_of(self._served, resource.iri)
            shown = claims[offset : offset + limit]
            links = [
                one.object.value
                for one in self._served.describe(resource.iri)
                if one.predicate.value in (terms.EXACT_MATCH, terms.CLOSE_MATCH)
                and isinstance(one.object, ox.NamedNode)
            ]
            return answer(
                {
                    "iri": resource.iri,
                    "label": resource.label,
                    "kinds": [kind.removeprefix(terms.DL) for kind in resource.types],
                    "same_or_similar": links,
                    "claims_in_all": len(claims) if are_all(self._served, resource.iri) else f"more than {len(claims)}",
                    "mentions": mentions_of(self._served, resource.iri, most=3),
                    "claims": [as_json(one, self._served) for one in shown],
                },
                shrink="claims",
            )

    async def list_documents(self, limit: Limit = 25, offset: Offset = 0) -> dict[str, Any]:
        """List the documents of the publication; read_document gives their texts."""
        every = self._served.documents
        return answer(
            {
                "documents_in_all": len(every),
                "documents": [{"iri": one.iri, "title": one.label} for one in every[offset : offset + limit]],
            },
            shrink="documents",
        )

    async def read_document(
        self,
        document: Iri,
        start: Annotated[int, Field(ge=0, description="The first character; spans are #char=start,end.")] = 0,
        length: Annotated[int, Field(ge=1, le=LONGEST_PAGE)] = 4_000,
    ) -> dict[str, Any]:
        """Read a stretch of a document's text, quoted line by line. Offsets are those of the spans that claims name."""
        with _anticipated():
            resource = self._resource(document)
            text = self._text(resource)
            end = min(len(text), start + length)
            made = answer(
                {"iri": resource.iri, "title": resource.label, "characters": len(text), "from": start, "to": end}
            )
            return {**made, "text": quoted_lines(text[start:end])}

    def page(self, resource: Resource) -> str:
        """A document as a resource of the protocol: who says what is text of it, and where it goes on."""
        text = self._text(resource)
        more = f"\n[{len(text) - LONGEST_PAGE:,} more characters: read_document]" if len(text) > LONGEST_PAGE else ""
        return f"{NOTICE}\n{resource.iri}\n{seen(resource.label)}\n\n{quoted_lines(text[:LONGEST_PAGE])}{more}\n"

    async def _rows(
        self, text: str, limit: int, offset: int, *, headings: Mapping[str, str] | None = None, asks: str = ""
    ) -> dict[str, Any]:
        columns, rows = await self._asking.table(text)
        shown = rows[offset : offset + limit]
        head = {
            **({"asks": asks} if asks else {}),
            "columns": columns,
            **({"headings": dict(headings)} if headings else {}),
            "rows_in_all": len(rows),
        }
        return await to_thread.run_sync(lambda: answer({**head, "rows": self._shown(columns, shown)}, shrink="rows"))

    def _shown(self, columns: list[str], rows: list[list[str]]) -> list[dict[str, Any]]:
        """Rows with the labels of what they name, and what each rests on."""
        return [
            {
                "row": dict(zip(columns, row, strict=True)),
                "labels": {term: name_of(self._served, term) for term in row if term in self._served.by_iri},
                "rests_on": evidence_for(self._served, row),
            }
            for row in rows
        ]

    def _named(self, name: str) -> str:
        return named_thing(name, ask=self._served.dataset.strings, base=self._served.base)

    def _resource(self, name: str) -> Resource:
        """The resource that an IRI, a short name or a label means."""
        known = self._served.by_iri.get(name) or self._served.by_iri.get(self._named(name))
        if known is None:
            raise ToolError(f"Nothing here has the IRI {seen(name, most=200)}. Use find.")
        return known

    def _text(self, resource: Resource) -> str:
        text = next(
            (
                one.object.value
                for one in self._served.describe(resource.iri)
                if one.predicate.value == terms.IS_STRING and isinstance(one.object, ox.Literal)
            ),
            None,
        )
        if text is None:
            raise ToolError("The text of this document is not published, only what is quoted of it. Use describe.")
        return text


class _anticipated:  # noqa: N801 - read as a word after with
    """Hands an error of ours to the model in its own words; everything else is a fault, of which it is told nothing."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, DatelineError):
            raise ToolError(seen(str(error))) from error


def _add_document(made: MCPServer[None], tools: Tools, document: Resource) -> None:
    @made.resource(
        document.iri,
        name=document.path,
        title=seen(document.label, most=200),
        description="The text of a document, quoted.",
        mime_type="text/plain",
    )
    def text() -> str:
        try:
            return tools.page(document)
        except ToolError as refused:
            raise ResourceNotFoundError(str(refused)) from refused


def _instructions(served: Served) -> str:
    return (
        f"{seen(served.settings.title, most=200)}: {len(served.documents)} documents as linked data, in which every "
        "statement shows the exact words that say it and the voice that says them. Start with list_questions, or find "
        f"a thing by name and describe it. Always report whose words a statement rests on. {NOTICE}"
    )
