"""The queues of a site, in its folder: none where that cannot be written."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from host.queue.sqs import LocalSqs
from host.queue.store import QueueStore, Rules
from host.template.bundle import Bundle, Queue


def queues_in(folder: Path, queues: Mapping[str, Queue], most_bytes: int) -> tuple[QueueStore, LocalSqs]:
    """Where the messages are kept, and what speaks SQS before it."""
    rules = {
        name: Rules(float(queue.attributes.get("VisibilityTimeout", 30)), queue.dead_letters, queue.max_receives)
        for name, queue in queues.items()
    }
    store = QueueStore(folder / "queue.sqlite", rules, most_bytes)
    return store, LocalSqs(store)


def can_keep(folder: Path) -> bool:
    """Whether anything can be kept in a folder; it is made where that is possible."""
    probe = folder / ".probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def only_with_queue(bundle: Bundle, *, with_queue: bool) -> Bundle:
    """The bundle without queues, where there is nowhere to keep them, and without what only they call."""
    if with_queue:
        return bundle
    functions = {name: each for name, each in bundle.functions.items() if not each.queue_events}
    functions = {
        name: replace(each, queue_variables={}, declared=each.declared - each.queue_variables.keys())
        for name, each in functions.items()
    }
    return replace(bundle, functions=functions, queues={})
