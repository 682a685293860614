"""Cost: said before anything is sent, counted afterwards, never more than was allowed, and nothing the second time."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import LanguageModelError, OutputError, UsageError
from dateline.reader.language_model import Estimate, Limit, Patience, Usage
from dateline.reader.language_model.cost import Budget
from dateline.reading import render_reading
from dateline.settings import Endpoint, Prices
from tests.reader.language_model.server import (
    KEY,
    Model,
    Reply,
    answer,
    entity,
    error,
    items,
    options,
    passage_of,
    read,
    serving,
)

PRICES = Prices(sent=Decimal("2.50"), received=Decimal("10.00"), currency="USD")
TEXT = "\n\n".join(f"Person{number} lives in Halden. {'He does nothing else. ' * 12}" for number in range(4))


def people(request: Any) -> Reply:
    names = [word for word in passage_of(request).split() if word.startswith("Person")]
    return answer(items([entity(f"e{at}", "Person", name) for at, name in enumerate(names)]))


def priced(model: Model) -> Endpoint:
    return model.endpoint(prices=PRICES)


def test_the_cost_is_said_before_anything_is_sent_and_counted_afterwards() -> None:
    said: list[Estimate] = []
    with serving(by=people) as model:

        def before(estimate: Estimate) -> None:
            assert model.requests == []
            said.append(estimate)

        done = read(model, TEXT, endpoint=priced(model), options=options(passage=300), before=before)
    [estimate] = said
    assert (estimate.passages, estimate.from_cache, estimate.most.received) == (4, 0, 4 * 8192)
    assert estimate.cost is not None
    assert "4 passages to ask about" in str(estimate)
    assert "USD" in str(estimate)
    assert done.report.usage == Usage(sent=4000, received=800)
    assert done.report.usage.cost(PRICES) == Decimal("0.018000")
    assert "4,000 tokens sent and 800 received, 0.0180 USD" in str(done.report)


def test_an_estimate_is_not_below_what_is_sent() -> None:
    with serving(by=people) as model:
        done = read(model, TEXT, options=options(passage=300))
        characters = sum(len(json.dumps(request)) for request in model.requests)
    assert done.report.estimate.most.sent > characters / 5


def test_without_prices_tokens_are_counted_and_no_price_is_guessed() -> None:
    with serving(by=people) as model:
        report = read(model, TEXT).report
    assert report.estimate.cost is None
    assert report.usage.cost(report.prices) is None


def test_what_stops_the_run_before_it_begins_sends_nothing() -> None:
    def never(estimate: Estimate) -> None:
        raise KeyboardInterrupt

    with serving(by=people) as model:
        with pytest.raises(KeyboardInterrupt):
            read(model, TEXT, before=never)
        assert model.requests == []


def test_a_limit_that_what_is_sent_alone_would_pass_is_refused_before_anything_is_sent() -> None:
    with serving(by=people) as model:
        for limit in (Limit(tokens=50), Limit(cost=Decimal("0.0001"))):
            with pytest.raises(UsageError, match="passes the limit"):
                read(model, TEXT, endpoint=priced(model), options=options(limit=limit))
        assert model.requests == []


def test_a_limit_on_the_cost_needs_prices() -> None:
    with serving(by=people) as model, pytest.raises(UsageError, match="DATELINE_LLM_PRICES"):
        read(model, TEXT, options=options(limit=Limit(cost=Decimal(1))))


def test_a_limit_is_never_passed_and_what_was_not_read_for_it_is_reported() -> None:
    with serving(by=people) as model:
        most = read(model, TEXT, options=options(passage=300)).report.estimate.most
        limit = Limit(tokens=most.tokens // 4 + 1300)
        model.requests.clear()
        done = read(model, TEXT, options=options(passage=300, limit=limit))
    assert len(model.requests) == 2
    assert len(done.report.unread) == 4 - len(model.requests)
    assert {one.why for one in done.report.unread} == {"the limit on what may be spent is reached"}
    assert len(done.reading.warnings) == len(done.report.unread)


def test_what_is_held_for_requests_under_way_counts() -> None:
    budget = Budget(Limit(tokens=100), None)
    assert budget.hold(Usage(sent=60))
    assert not budget.hold(Usage(sent=60))
    budget.settle(Usage(sent=60), Usage(sent=10))
    assert budget.hold(Usage(sent=60))
    assert budget.used == Usage(sent=10)


def test_what_an_endpoint_does_not_count_is_estimated_and_said_to_be() -> None:
    with serving(answer(items(), used=None)) as model:
        report = read(model, TEXT).report
    assert report.usage.sent > 1000
    assert "did not say what 1 of its answers used" in str(report)


@pytest.mark.parametrize("used", [(-1, 5), (10**15, 5)])
def test_a_count_that_cannot_be_is_not_believed(used: tuple[int, int]) -> None:
    with serving(answer(items(), used=used)) as model:
        assert 1000 < read(model, TEXT).report.usage.sent < 10**6


def test_a_second_run_asks_for_nothing_and_gives_the_same_bytes(tmp_path: Path) -> None:
    with serving(by=people) as model:
        first = read(model, TEXT, options=options(passage=300), cache=tmp_path / "answers")
        asked = len(model.requests)
        second = read(model, TEXT, options=options(passage=300), cache=tmp_path / "answers")
        assert (asked, len(model.requests)) == (4, 4)
    assert render_reading(first.reading, format="yaml") == render_reading(second.reading, format="yaml")
    assert (second.report.estimate.from_cache, second.report.usage, second.report.requests) == (4, Usage(), 0)
    assert second.report.served == first.report.served == ("large-1-2026",)


def test_a_passage_that_had_to_be_cut_costs_nothing_the_second_time(tmp_path: Path) -> None:
    def short(request: Any) -> Reply:
        return people(request) if len(passage_of(request)) < 400 else answer("", finish="length")

    with serving(by=short) as model:
        for _ in range(2):
            done = read(model, TEXT, cache=tmp_path, options=options())
            asked = len(model.requests)
            model.requests.clear()
    assert asked == 0
    assert done.report.estimate.passages == done.report.estimate.from_cache > 1
    assert len(done.reading.entities) == 4


def test_a_passage_that_was_cut_off_is_asked_for_again_where_longer_answers_are_allowed(tmp_path: Path) -> None:
    def terse(request: Any) -> Reply:
        return people(request) if request["max_tokens"] > 100 else answer("", finish="length")

    with serving(by=terse) as model:
        for tokens in (100, 100, 200):
            done = read(model, "Person1 lives here.", cache=tmp_path, options=options(answer_tokens=tokens))
        assert len(model.requests) == 2
    assert [one.label for one in done.reading.entities] == ["Person1"]


def test_another_text_model_or_title_is_asked_for_anew(tmp_path: Path) -> None:
    with serving(by=people) as model:
        read(model, TEXT, cache=tmp_path)
        read(model, TEXT + " More.", cache=tmp_path)
        read(model, TEXT, cache=tmp_path, title="A title")
        read(model, TEXT, cache=tmp_path, endpoint=Endpoint(url=model.endpoint().url, model="large-2"))
        assert len(model.requests) == 4


def test_a_damaged_answer_in_the_cache_is_said_to_be_and_asked_for_again(tmp_path: Path) -> None:
    with serving(by=people) as model:
        read(model, TEXT, cache=tmp_path)
        [held] = tmp_path.iterdir()
        held.write_text('{"version": 1, "words": 7}', encoding="utf-8")
        done = read(model, TEXT, cache=tmp_path)
        assert len(model.requests) == 2
    assert len(done.reading.entities) == 4
    assert f"Damaged files in the cache were not used: {held.name}." in str(done.report)


def test_an_answer_that_somebody_put_into_the_cache_says_nothing_that_the_text_does_not(tmp_path: Path) -> None:
    with serving(by=people) as model:
        read(model, TEXT, cache=tmp_path)
        [held] = tmp_path.iterdir()
        forged = json.loads(held.read_text()) | {"words": json.dumps(items([entity("e", "Person", "Karl Marx")]))}
        held.write_text(json.dumps(forged), encoding="utf-8")
        done = read(model, TEXT, cache=tmp_path)
    assert done.reading.entities == ()
    assert "Karl Marx" in str(done.report)


def test_answers_that_came_before_the_endpoint_broke_down_are_not_asked_for_again(tmp_path: Path) -> None:
    down = [True]

    def weak(request: Any) -> Reply:
        return error(500, "oops") if down[0] and "Person3" in passage_of(request) else people(request)

    settings = options(passage=300, patience=Patience(attempts=1))
    with serving(by=weak) as model:
        with pytest.raises(LanguageModelError):
            read(model, TEXT, cache=tmp_path, options=settings)
        down.clear()
        down.append(False)
        model.requests.clear()
        assert len(read(model, TEXT, cache=tmp_path, options=settings).reading.entities) == 4
        assert len(model.requests) == 1


def test_a_cache_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("", encoding="utf-8")
    with serving(by=people) as model, pytest.raises(OutputError):
        read(model, TEXT, cache=tmp_path / "answers")


def test_the_key_is_written_nowhere(tmp_path: Path) -> None:
    text = f"Anna Berg lives in Halden. {TEXT}"
    said = items([entity("e1", "Person", "Anna Berg"), entity("e2", "Person", KEY)])
    with serving(error(500, KEY), answer(said), Reply(status=418, body=KEY.encode())) as model:
        done = read(model, text, cache=tmp_path / "answers")
        shown = [repr(done), str(done.report), *(render_reading(done.reading, format=one) for one in ("yaml", "json"))]
        with pytest.raises(LanguageModelError) as caught:
            read(model, "Another text.", cache=tmp_path / "answers")
        shown += [str(caught.value), repr(caught.value), repr(model.endpoint())]
        assert all(json.dumps(request).count(KEY) == 0 for request in model.requests)
    kept = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert model.keys == [f"Bearer {KEY}"] * 3
    assert not [words for words in (*shown, *kept) if "s3cret" in words]
