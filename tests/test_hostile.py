"""Hostile pairs and responses: answered, without an exception, an internal error or a stop, alike in both orders.

Time and memory are measured by ``benchmarks/hostile.py``; nothing is timed here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from mathequiv import Reference, compare, equivalence_classes, extract_answer, grade, is_equiv
from mathequiv.verdict import LAYER_NAMES
from tests.hostile_pairs import PAIRS, RESPONSES


def param(row):
    marks = [pytest.mark.xfail(reason=row.xfail, strict=True)] if row.xfail else []
    return pytest.param(row, id=row.id, marks=marks)


def test_ids_are_unique():
    ids = [row.id for row in (*PAIRS, *RESPONSES)]
    assert len(ids) == len(set(ids)) > 500


@pytest.mark.parametrize("row", [param(row) for row in PAIRS])
def test_pair(row):
    a, b = row.make()
    there, back = compare(a, b), compare(b, a)
    for result in (there, back):
        assert result.rule != "internal_error", result.reason
        assert result.rule != "stopped", result.reason
        assert result.equivalent == row.equal, result
        assert row.verdict in ("", result.verdict.name), result
        assert result.reason
    assert (there.verdict, there.layer, there.rule) == (back.verdict, back.layer, back.rule)
    assert compare(a, a).equivalent
    assert compare(b, b).equivalent


@pytest.mark.parametrize("row", [param(row) for row in PAIRS[::9]])
def test_pair_by_a_reference_prepared_once(row):
    a, b = row.make()
    reference = Reference(b)
    result = reference.compare(a)
    assert result == compare(a, b)
    assert reference.is_equiv(b)


@pytest.mark.parametrize("layer", LAYER_NAMES)
@pytest.mark.parametrize("size", [10_000, 200])
def test_every_layer_alone_survives(layer, size):
    for piece in ("{", "(", r"\frac{", r"\sqrt", "^", "1,", r"\text{", "\\", "$", "x^"):
        result = compare(piece * size, "1", layers=layer)
        assert result.rule != "internal_error", result.reason
        assert not result.equivalent


@pytest.mark.parametrize("policy", ["default", "strict"])
@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in RESPONSES])
def test_response(row, policy):
    response = row.make()
    grading = grade(response, row.reference, policy=policy)
    assert not grading.correct
    assert grading.result is None or grading.result.rule not in ("internal_error", "stopped")
    found = extract_answer(response, policy=policy)
    assert found == grading.extraction
    if found.text is not None and found.span is not None:
        assert 0 <= found.span[0] <= found.span[1] <= len(response)


def test_references_are_hostile_too():
    for row in PAIRS:
        if row.id.startswith(("tower", "deep-frac", "run-plus", "text-10MB", "surrogate")):
            grading = grade(r"so \boxed{42}", row.make()[0])
            assert not grading.correct
            assert grading.result is None or grading.result.rule != "internal_error"


@pytest.mark.parametrize("wrong", [1, 1.5, b"1", ["1"], object(), True])
def test_only_a_value_that_is_no_string_raises(wrong):
    for call in (compare, is_equiv):
        with pytest.raises(TypeError):
            call(wrong, "1")
        with pytest.raises(TypeError):
            call("1", wrong)
    with pytest.raises(TypeError):
        extract_answer(wrong)


def test_grouping_of_hostile_texts():
    texts = [row.make()[0] for row in PAIRS if row.id.startswith(("tower", "surrogate", "code-exponent", "exp-"))]
    groups = equivalence_classes(texts)
    assert sorted(i for group in groups for i in group) == list(range(len(texts)))


def test_a_nearly_full_stack_gives_no_exception():
    """A caller deep in recursion gets a verdict, perhaps UNDECIDED, not a RecursionError."""

    def dive(depth):
        return compare("((((((x+1))))))^2", "x^2+2x+1") if depth == 0 else dive(depth - 1)

    limit = sys.getrecursionlimit()
    for room in (400, 200, 150):
        result = dive(limit - len_of_stack() - room)
        assert result.verdict is not None


def len_of_stack():
    frame, depth = sys._getframe(), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


def test_a_small_thread_stack_is_enough():
    """Threads of some systems have a stack of 512 KiB only; a crash would take the test run along."""
    code = (
        "import threading; threading.stack_size(512 * 1024)\n"
        "from mathequiv import compare\n"
        "texts = ['(' * 58 + 'x+1' + ')' * 58, '(' * 9999, '1' + '+x' * 3990, 'x^' * 3000]\n"
        "found = []\n"
        "def work():\n"
        "    found.extend(compare(text, 'y').rule for text in texts)\n"
        "thread = threading.Thread(target=work); thread.start(); thread.join()\n"
        "assert len(found) == len(texts) and 'internal_error' not in found, found\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_it_works_off_the_main_thread():
    found = []
    thread = threading.Thread(target=lambda: found.append(compare(r"\int_0^1 x dx", r"\frac12").equivalent))
    thread.start()
    thread.join()
    assert found == [True]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")  # noqa: PTH112 - a plain check
def test_no_files_or_threads_are_left_open():
    compare(r"\int_0^1 x dx", r"\frac12")
    before = len(os.listdir("/proc/self/fd")), threading.active_count()  # noqa: PTH208
    for n in range(200):
        compare(rf"\frac{{{n}}}{{7}}", f"{n}/7+1")
    assert (len(os.listdir("/proc/self/fd")), threading.active_count()) == before  # noqa: PTH208
