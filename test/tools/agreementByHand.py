"""Agreement of a judge with labels that datasets came with, by the textbook and from the files alone.

python3 test/tools/agreementByHand.py PAIRS.csv DATA          pairs written by `export RUN -o PAIRS.csv` on PersuasionForGood
python3 test/tools/agreementByHand.py --naist DATA            votes of the NAIST dialogues among themselves

DATA is the folder that holds persuasionforgood, resper and naist-emotional-persuasion. Prints what `agreement RUN --people ...` prints,
to six digits. Nothing here is shared with the product, which goes by the order of turns: here each labelled sentence is sought in the published texts,
because a few sentences of the labelled copies bear the number of the turn after theirs, and some copies skip a number or end early.
"""
import collections
import csv
import os
import re
import sys


def kappa(pairs):
    n = len(pairs)
    labels = sorted({x for pair in pairs for x in pair})
    a, b = collections.Counter(x for x, _ in pairs), collections.Counter(y for _, y in pairs)
    expected = sum(a[x] / n * b[x] / n for x in labels)
    observed = sum(x == y for x, y in pairs) / n
    return observed, (observed - expected) / (1 - expected)


def alpha(units, ordinal=None):
    """Krippendorff 2011, coincidences; `ordinal` is the order of the labels."""
    units = [u for u in units if len(u) > 1]
    coincidences = collections.Counter()
    for unit in units:
        for i, x in enumerate(unit):
            for j, y in enumerate(unit):
                if i != j:
                    coincidences[x, y] += 1 / (len(unit) - 1)
    totals = collections.Counter()
    for (x, _), weight in coincidences.items():
        totals[x] += weight
    n = sum(totals.values())

    def distance(x, y):
        if x == y:
            return 0
        if ordinal is None:
            return 1
        low, high = sorted((ordinal.index(x), ordinal.index(y)))
        return (sum(totals[g] for g in ordinal[low:high + 1]) - (totals[x] + totals[y]) / 2) ** 2

    observed = sum(w * distance(x, y) for (x, y), w in coincidences.items())
    expected = sum(totals[x] * totals[y] * distance(x, y) for x in totals for y in totals)
    return sum(w for (x, y), w in coincidences.items() if x == y) / n, 1 - (n - 1) * observed / expected


def words(text):
    return re.findall(r"[^\W_]+", text.lower())


def share(sentence, text):
    """How much of a sentence is in a text, word by word and as often."""
    own, other = collections.Counter(words(sentence)), collections.Counter(words(text))
    return sum((own & other).values()) / max(1, sum(own.values()))


def placed(labelled, text):
    """Sentences by the published turn that holds them: of the turns about their number, in order, the one with most of their words."""
    found, last = collections.defaultdict(list), {}
    for row in labelled:
        dialogue, number = row["B2"], int(row["Turn"])
        near = [turn for turn in range(max(number - 2, last.get(dialogue, 0)), number + 3) if (dialogue, turn) in text]
        if near:
            best = max(near, key=lambda turn: (share(row["Unit"], text[dialogue, turn]), -abs(turn - number)))
            # Some copies give a user the last sentences of the agent, or of turns that were not published.
            if share(row["Unit"], text[dialogue, best]) >= 0.5:
                found[dialogue, best].append(row)
                last[dialogue] = best
    return found


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sentences(path):
    """Rows of users, in order."""
    return [row for row in rows(path) if row["B4"] == "1"]


def compare(title, judged, labelled, people, judge, text):
    by_stratum = collections.defaultdict(list)
    for (dialogue, turn), (label, outcome) in judged.items():
        own = labelled.get((dialogue, turn), [])
        said = people(own)
        # Half of a turn must be labelled for the label to be the turn's.
        if not said or share(text[dialogue, turn], " ".join(r["Unit"] for r in own)) < 0.5:
            continue
        by_stratum["all"].append((judge(label), said))
        by_stratum[outcome].append((judge(label), said))
    print(title)
    for stratum in ("all", "negative", "positive"):
        pairs = by_stratum[stratum]
        raw, k = kappa(pairs)
        print(f"  {stratum:9} n {len(pairs):5}  raw {raw:.6f}  kappa {k:.6f}  alpha {alpha([list(pair) for pair in pairs])[1]:.6f}")


def resisting(without=()):
    def of(own):
        labels = [r["Our Label"] for r in own if r["Our Label"]]
        return labels and ("resisting" if any(x != "not-a-strategy" and x not in without for x in labels) else "not")
    return of


def sentiment(own):
    own = [r for r in own if r["neg"]]
    if not own:
        return None
    means = {name: sum(float(r[name]) for r in own) / len(own) for name in ("neg", "pos", "neu")}
    # Of equal means the later one, as the product has it.
    return max(reversed(list(means)), key=lambda name: means[name])


def judges(pairs_file, data):
    stage, emotion = {}, {}
    for row in rows(pairs_file):
        # User turns counted from 1 are the published turns counted from 0: every dialogue begins with the persuader and alternates.
        key = row["conversation"], int(row["turn"]) - 1
        if row["real_status"] == "valid":
            stage[key], emotion[key] = (row["real_stage"], row["outcome"]), (row["real_emotion"], row["outcome"])
    text = {(row["B2"], int(row["Turn"])): row["Unit"] for row in rows(f"{data}/persuasionforgood/FullData/full_dialog.csv") if row["B4"] == "1"}
    resper, acts = (placed(sentences(f"{data}/resper/{name}.csv"), text) for name in ("Final_annotations", "300_dialog"))
    binary = lambda label: "resisting" if label == "resisting" else "not"
    compare("resper", stage, resper, resisting(), binary, text)
    compare("resper-without-inquiry", stage, resper, resisting(("organization-inquiry",)), binary, text)
    compare("persuasion-for-good-sentiment", emotion, acts, sentiment, lambda label: {"positive": "pos", "negative": "neg"}.get(label, "neu"), text)


EMOTIONS = ["平静", "怒り", "悲しみ", "喜び", "安心"]


def joined(votes, order):
    cut = [[x.strip() for x in vote.split("-")] for vote in votes]
    voters = range(max(len(vote) for vote in cut))
    own = [[vote[voter] for vote in cut if voter < len(vote) and vote[voter] in order] for voter in voters]
    return [min(labels, key=order.index) for labels in own if labels]


def naist(data):
    emotions, acceptance = [], []
    for folder, _, files in os.walk(f"{data}/naist-emotional-persuasion/emotional_persuasive_dialogue"):
        for name in sorted(files):
            if not name.endswith(".label"):
                continue
            turns = []
            for line in open(os.path.join(folder, name), encoding="utf-8-sig"):
                parts = line.strip().split(",")
                if len(parts) < 4:
                    continue
                user = parts[0].startswith(("A君", "Aくん"))
                turns.append((user, parts[-2], parts[-1]))
            # Consecutive lines of one speaker are one turn; a voter has the first label of the list that any of the lines has.
            turn = []
            for user, *votes in turns + [(False, "", "")]:
                if user:
                    turn.append(votes)
                elif turn:
                    emotions.append(joined([v[0] for v in turn], EMOTIONS))
                    acceptance.append(joined([v[1] for v in turn], list("12345")))
                    turn = []
    for title, units, order in (("naist-emotion", emotions, None), ("naist-acceptance", acceptance, list("12345"))):
        several = [u for u in units if len(u) > 1]
        raw, nominal = alpha(units)
        print(f"{title}\n  n {len(several)}  raw {raw:.6f}  alpha {nominal:.6f}" + (f"  ordinal {alpha(units, order)[1]:.6f}" if order else ""))


if __name__ == "__main__":
    naist(sys.argv[2]) if sys.argv[1] == "--naist" else judges(sys.argv[1], sys.argv[2])
