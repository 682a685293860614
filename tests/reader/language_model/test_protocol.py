"""The protocol: how an endpoint is asked, how long it is waited for, and what is said where it does not work."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.errors import LanguageModelError
from dateline.reader.language_model import Patience
from dateline.settings import Endpoint
from tests.reader.language_model.server import (
    KEY,
    Model,
    Pauses,
    Reply,
    answer,
    entity,
    error,
    items,
    options,
    read,
    serving,
)

TEXT = "Anna Berg lives in Halden."
GOOD = answer(items(entities=[entity("e1", "Person", "Anna Berg")]))


def labels(model: Model, **given: Any) -> list[str]:
    return [one.label for one in read(model, TEXT, **given).reading.entities]


def test_a_passage_is_asked_for_with_a_schema_no_chance_and_the_key_in_one_header() -> None:
    with serving(GOOD) as model:
        assert labels(model) == ["Anna Berg"]
    [request] = model.requests
    assert model.paths == ["/v1/chat/completions"]
    assert model.keys == [f"Bearer {KEY}"]
    assert (request["model"], request["temperature"], request["seed"], request["stream"]) == ("large-1", 0, 0, False)
    assert request["response_format"]["type"] == "json_schema"
    assert request["response_format"]["json_schema"]["strict"] is True
    assert model.passages() == [TEXT]


def test_without_a_key_no_authorization_is_sent() -> None:
    with serving(GOOD) as model:
        labels(model, endpoint=model.endpoint(key=""))
    assert model.keys == [None]


def test_a_server_that_asks_for_time_is_given_it() -> None:
    pauses = Pauses()
    with serving(error(429, "slow down", Retry_After="7"), GOOD) as model:
        assert labels(model, clock=pauses.clock) == ["Anna Berg"]
    assert pauses.made == [7.25]


def test_a_server_that_asks_for_time_by_the_clock_is_given_it() -> None:
    pauses = Pauses()
    with serving(error(503, "later", Retry_After="Thu, 01 Jan 1970 00:16:50 GMT"), GOOD) as model:
        labels(model, clock=pauses.clock)
    assert pauses.made == [10.25]


def test_a_server_that_asks_for_too_much_time_is_not_waited_for() -> None:
    pauses = Pauses()
    with (
        serving(error(429, "slow down", Retry_After="86400"), GOOD) as model,
        pytest.raises(LanguageModelError, match="answers 429"),
    ):
        read(model, TEXT, clock=pauses.clock)
    assert pauses.made == []


def test_a_server_out_of_order_is_asked_again_after_longer_and_longer_pauses() -> None:
    pauses = Pauses()
    with serving(error(500, "oops"), error(502, "oops"), Reply(status=503, kind="text/html"), GOOD) as model:
        assert labels(model, clock=pauses.clock) == ["Anna Berg"]
    assert pauses.made == [0.75, 1.5, 3.0]


def test_a_server_that_stays_out_of_order_is_given_up_with_what_it_says() -> None:
    with (
        serving(error(500, "the disk is full")) as model,
        pytest.raises(LanguageModelError, match=r"answers 500.*the disk is full") as caught,
    ):
        read(model, TEXT, options=options(patience=Patience(attempts=3)))
    assert len(model.requests) == 3
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (error(401, "no such key"), "DATELINE_LLM_KEY"),
        (error(403, "not for you"), "DATELINE_LLM_KEY"),
        (error(404, "no such model"), "DATELINE_LLM_MODEL"),
        (error(429, "you owe us money", code="insufficient_quota"), "you owe us money"),
        (Reply(status=302, headers={"Location": "https://elsewhere.example/v1"}), "not followed"),
        (Reply(body=b"<html>hello</html>", kind="text/html"), "not JSON"),
        (Reply(body=b"data: {}\n\n", kind="text/event-stream"), "a stream"),
    ],
)
def test_what_waiting_does_not_mend_is_said_at_once(reply: Reply, words: str) -> None:
    with serving(reply) as model, pytest.raises(LanguageModelError, match=words):
        read(model, TEXT)
    assert len(model.requests) == 1


def test_a_key_that_the_server_repeats_is_not_repeated_to_anybody() -> None:
    with (
        serving(error(401, f"Incorrect API key provided: {KEY}.")) as model,
        pytest.raises(LanguageModelError, match="Incorrect API key") as caught,
    ):
        read(model, TEXT)
    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in repr(caught.value)


def test_a_server_that_knows_no_schema_is_asked_for_plain_json_then_for_words() -> None:
    def plain(request: Any) -> Reply:
        return error(400, "response_format is not supported") if "response_format" in request else GOOD

    with serving(by=plain) as model:
        assert labels(model) == ["Anna Berg"]
    formats = [request.get("response_format", {}).get("type") for request in model.requests]
    assert formats == ["json_schema", "json_object", None]
    assert '"entities"' in model.requests[-1]["messages"][0]["content"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        ("temperature", "'temperature' does not support 0 with this model."),
        ("seed", "Unknown parameter: 'seed'."),
    ],
)
def test_a_parameter_that_a_server_refuses_is_not_sent_again(name: str, message: str) -> None:
    text = "\n\n".join(f"Anna Berg lives in Halden {'and works there ' * 20}." for _ in range(3))
    with serving(by=lambda request: error(400, message) if name in request else GOOD) as model:
        read(model, text, options=options(passage=400))
    assert [name in request for request in model.requests] == [True, False, False, False]
    assert {"max_completion_tokens" in request for request in model.requests[1:]} == {name == "max_tokens"}


def test_a_server_that_refuses_everything_is_given_up() -> None:
    with serving(error(400, "no")) as model, pytest.raises(LanguageModelError, match=r"answers 400.*no"):
        read(model, TEXT)
    assert len(model.requests) == 3


def test_an_answer_that_does_not_come_in_time_is_not_waited_for() -> None:
    with serving(Reply(hold=True), GOOD) as model:
        assert labels(model, endpoint=model.endpoint(timeout=0.2)) == ["Anna Berg"]
    with (
        serving(Reply(hold=True)) as model,
        pytest.raises(LanguageModelError, match=r"no whole answer within 0\.1 seconds"),
    ):
        read(model, TEXT, endpoint=model.endpoint(timeout=0.1), options=options(patience=Patience(attempts=2)))


def test_all_requests_and_pauses_together_have_a_limit_too() -> None:
    pauses = Pauses()
    with serving(error(500, "oops")) as model, pytest.raises(LanguageModelError, match="within 4 seconds"):
        read(model, TEXT, clock=pauses.clock, options=options(seconds=4, patience=Patience(attempts=99)))
    assert sum(pauses.made) < 4


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    cut = Reply(body=GOOD.body, cut=40)
    with serving(cut, Reply(body=GOOD.body[:40]), GOOD) as model:
        assert labels(model) == ["Anna Berg"]
    assert len(model.requests) == 3


def test_an_answer_that_never_ends_is_left_alone_and_the_passage_is_reported() -> None:
    with serving(answer("x" * 200_000)) as model:
        done = read(model, TEXT, options=options(answer_bytes=100_000))
    assert len(model.requests) == 1
    assert [one.why for one in done.report.unread] == ["its answer has more than 100,000 bytes"]


def test_where_nobody_listens_it_is_said_where() -> None:
    with serving(GOOD) as model:
        closed = model.endpoint()
    with pytest.raises(LanguageModelError, match=rf"http://127\.0\.0\.1:{model.port}/v1: .*does not answer"):
        read(model, TEXT, endpoint=closed, options=options(patience=Patience(attempts=2)))


def test_a_server_that_reports_an_error_as_success_is_not_taken_for_an_answer() -> None:
    with serving(Reply(body=b'{"error": {"message": "provider is down"}}')) as model:
        done = read(model, TEXT)
    assert "provider is down" in done.report.unread[0].why


def test_content_in_parts_is_put_together() -> None:
    body = b'{"choices": [{"message": {"content": [{"type": "text", "text": "{\\"entities\\": []"}, {"text": "}"}]}}]}'
    with serving(Reply(body=body)) as model:
        assert read(model, TEXT).report.unread == ()


def test_an_address_with_a_path_of_its_own_is_kept() -> None:
    with serving(GOOD) as model:
        labels(model, endpoint=Endpoint(url=f"http://127.0.0.1:{model.port}/a/b", model="m"))
    assert model.paths == ["/a/b/chat/completions"]
