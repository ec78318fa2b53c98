"""Bench: fits the numbers of the extraction's scorer (``make fit-extraction DATA=folder``).

Every proposal on the corpora is right or not: right when it meets a marked quotation at IoU >= 0.5 and has the right
speaker. A logistic model with an L2 penalty learns that from the reasons that the scorer gives, which are there or not.

Corpora of one kind (ggt98_dev and its damaged copy; polnear_dev and polnear_train) are a family, and each family weighs
the same: one is larger by far, the other nearer to what a desk quotes. A family with few proposals is left out.
Articles are held out five times, a damaged copy together with its original; the penalty is the strongest whose log loss
on articles held out is as good as the least. Proposals below a threshold are not shown if that raises the end-to-end F1
of articles held out, without costing any family's F1 of the words.

The articles are those that the rules were written with, so the rules do somewhat better on them than elsewhere.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold, cross_val_predict

from bench import quotation_calibration as calibration
from bench.quotation_calibration import Judged
from bench.quotation_corpora import quotations, read
from bench.quotation_metrics import Compared
from claims.extraction import pipeline
from claims.extraction.rows import rows_of
from claims.extraction.scoring import BY_HAND

TARGET: Final = Path(pipeline.__file__).with_name("weights.py")
FEWEST: Final = 200
RAREST: Final = 20
FOLDS: Final = 5
# The inverse of each, the strongest penalty first.
PENALTIES: Final = (0.03, 0.1, 0.3, 1.0, 3.0)
THRESHOLDS: Final = tuple(number / 100 for number in range(0, 60, 5))
LEAST_GAIN: Final = 0.001
AS_GOOD: Final = 0.001


class Example(NamedTuple):
    """One proposed stretch of words: where it is from, its reasons, and whether it is right."""

    corpus: str
    article: str
    reasons: frozenset[str]
    is_right: bool
    is_met: bool

    @property
    def family(self) -> str:
        """The kind of corpus it is from."""
        return family_of(self.corpus)


class Corpora(NamedTuple):
    """Everything that is fitted on."""

    examples: list[Example]
    articles: Mapping[str, int]
    marked: Mapping[str, int]


class Fitted(NamedTuple):
    """The numbers, and how good they are on articles held out."""

    base: float
    weights: Mapping[str, float]
    penalty: float
    held_out: list[float]
    threshold: float


def main() -> int:
    """Read, fit, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_extraction", description="Fit the extraction's scorer.")
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="the corpora (*.jsonl)")
    corpora = read_corpora(sorted(parser.parse_args().data.glob("*.jsonl")))
    fitted = fit(corpora)
    text = as_module(corpora, fitted)
    TARGET.write_text(text, encoding="utf-8")
    print(text)
    return 0


def family_of(corpus: str) -> str:
    """The letters that a corpus's name starts with."""
    match = re.match(r"[a-z]*", corpus)
    return match[0] if match else ""


def read_corpora(paths: Iterable[Path]) -> Corpora:
    """Extract every article, keep all proposals however unsure, and see which are right."""
    examples: list[Example] = []
    articles: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for path in paths:
        for article in read(path):
            found = pipeline.read(article.text, "", least=0).proposals
            reasons = [frozenset(proposal.reasons) for proposal in found for _span in proposal.spans]
            compared = Compared(article, quotations(article.text, rows_of(found)))
            met = {proposed for _marked, proposed in compared.pairs}
            articles[path.stem] += 1
            marked[path.stem] += len(article.quotations)
            examples.extend(
                Example(path.stem, article.name, because, is_right, number in met)
                for number, (because, is_right) in enumerate(zip(reasons, compared.right, strict=True))
            )
    return _of_some_size(Corpora(examples, articles, marked))


def _of_some_size(corpora: Corpora) -> Corpora:
    sizes = Counter(example.family for example in corpora.examples)
    return Corpora(
        [example for example in corpora.examples if sizes[example.family] >= FEWEST],
        {name: number for name, number in corpora.articles.items() if sizes[family_of(name)] >= FEWEST},
        {name: number for name, number in corpora.marked.items() if sizes[family_of(name)] >= FEWEST},
    )


def fit(corpora: Corpora) -> Fitted:
    """The penalty, then the numbers, then the threshold."""
    examples = corpora.examples
    seen = Counter(reason for example in examples for reason in example.reasons)
    codes = sorted(code for code, number in seen.items() if number >= RAREST and code not in BY_HAND)
    rows = [[float(code in example.reasons) for code in codes] for example in examples]
    right = [example.is_right for example in examples]
    weigh = weights_of(examples)
    held_out = {penalty: _held_out(penalty, rows, right, weigh, examples) for penalty in PENALTIES}
    loss = {one: float(log_loss(right, held_out[one], sample_weight=weigh)) for one in PENALTIES}
    penalty = next(one for one in PENALTIES if loss[one] <= min(loss.values()) + AS_GOOD)
    model = _model(penalty).fit(rows, right, sample_weight=weigh)
    return Fitted(
        base=round(float(model.intercept_[0]), 2),
        weights={code: round(float(number), 2) for code, number in zip(codes, model.coef_[0], strict=True)},
        penalty=penalty,
        held_out=held_out[penalty],
        threshold=_threshold(corpora, held_out[penalty]),
    )


def weights_of(examples: Sequence[Example]) -> list[float]:
    """Each family the same in all; one on average."""
    sizes = Counter(example.family for example in examples)
    return [len(examples) / len(sizes) / sizes[example.family] for example in examples]


def _model(penalty: float) -> LogisticRegression:
    return LogisticRegression(C=penalty, max_iter=2000)


def _held_out(
    penalty: float,
    rows: list[list[float]],
    right: list[bool],
    weigh: list[float],
    examples: Sequence[Example],
) -> list[float]:
    """How sure the model is of each example that it has not seen the article of."""
    found = cross_val_predict(
        _model(penalty),
        rows,
        right,
        groups=[example.article for example in examples],
        cv=GroupKFold(FOLDS),
        params={"sample_weight": weigh},
        method="predict_proba",
    )
    return [float(both[1]) for both in found]


def _threshold(corpora: Corpora, sure: Sequence[float]) -> float:
    """Below which confidence proposals are better not shown."""
    without = scores(corpora, sure, 0.0)
    best, best_gain = 0.0, LEAST_GAIN
    for threshold in THRESHOLDS:
        now = scores(corpora, sure, threshold)
        gain = sum(now[family][0] - without[family][0] for family in without) / len(without)
        if gain > best_gain and all(now[family][1] >= without[family][1] for family in without):
            best, best_gain = threshold, gain
    return best


def scores(corpora: Corpora, sure: Sequence[float], threshold: float) -> dict[str, tuple[float, float]]:
    """For each family the end-to-end F1 and the F1 of the words, if only proposals this sure are shown."""
    shown: Counter[str] = Counter()
    right: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for example, how_sure in zip(corpora.examples, sure, strict=True):
        if how_sure >= threshold:
            shown[example.family] += 1
            right[example.family] += example.is_right
            met[example.family] += example.is_met
    marked: Counter[str] = Counter()
    for corpus, number in corpora.marked.items():
        marked[family_of(corpus)] += number
    total = {family: (shown[family] + marked[family]) / 2 for family in marked}
    return {family: (right[family] / total[family], met[family] / total[family]) for family in marked}


def as_module(corpora: Corpora, fitted: Fitted) -> str:
    """The numbers as Python, with what they were fitted on."""
    by_corpus: dict[str, list[tuple[Example, float]]] = defaultdict(list)
    for example, how_sure in zip(corpora.examples, fitted.held_out, strict=True):
        by_corpus[example.corpus].append((example, how_sure))
    lines = [
        '"""Extraction: the numbers of the scorer. Written by `make fit-extraction`; not to be edited by hand."""',
        "",
        "from typing import Final",
        "",
        "# Articles, proposals, share of them right; on articles held out: log loss, expected calibration error.",
        "FITTED_ON: Final[dict[str, tuple[int, int, float, float, float]]] = {",
        *(f'    "{name}": {_line(corpora.articles[name], pairs)},' for name, pairs in sorted(by_corpus.items())),
        "}",
        "# The inverse of the L2 penalty, chosen on articles held out; each family of corpora weighs the same.",
        f"INVERSE_PENALTY: Final = {fitted.penalty}",
        "# Less sure proposals are not shown.",
        f"THRESHOLD: Final = {fitted.threshold}",
        f"BASE: Final = {fitted.base}",
        "WEIGHTS: Final[dict[str, float]] = {",
        *(f'    "{code}": {number},' for code, number in sorted(fitted.weights.items())),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _line(articles: int, pairs: Sequence[tuple[Example, float]]) -> str:
    right = [example.is_right for example, _sure in pairs]
    sure = [how_sure for _example, how_sure in pairs]
    error = calibration.calibration_error(
        Judged(how_sure, is_right) for how_sure, is_right in zip(sure, right, strict=True)
    )
    loss = float(log_loss(right, sure, labels=[False, True]))
    return f"({articles}, {len(pairs)}, {sum(right) / len(right):.3f}, {loss:.3f}, {error:.3f})"


if __name__ == "__main__":
    sys.exit(main())
