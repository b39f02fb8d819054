"""Packs texts and training rows for train.py: `python3 prepare.py TURNS QUESTIONS SQUAD OUT`.

TURNS      JSON lines of `npm run --silent import -- --dry-run --json --turns FOLDER`
QUESTIONS  a question set (JSON lines) on these documents, its near misses with `near`
SQUAD      SQuAD 1.1 `train-v1.1.json` (Rajpurkar et al. 2016, CC BY-SA 4.0)
OUT        the .npz to write
"""
import json
import os
import random
import re
import sys

import numpy as np
from tokenizers import Tokenizer

MOST_TOKENS = 254
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
SENTENCE_END = re.compile(r'(?<=[.!?])["”’\')]*\s+(?=["“‘(]?[A-Z0-9])')


def folded(text):
    return re.sub(r'\s+', ' ', text).strip()


class Texts:
    """Each text once, by its number."""

    def __init__(self):
        self.all, self.numbers = [], {}

    def number(self, text):
        text = folded(text)
        if text not in self.numbers:
            self.numbers[text] = len(self.all)
            self.all.append(text)
        return self.numbers[text]


def read_passages(path, texts):
    """Rows of (passage, question, title, turn), and the rows of each document."""
    rows, by_document, turns = [], {}, 0
    for line in open(path, encoding='utf8'):
        document = json.loads(line)
        title = texts.number(f"{document['title']} {document['date']}")
        for turn in document.get('turns', []):
            question = texts.number(turn.get('question') or '')
            turns += 1
            for passage in turn['passages']:
                by_document.setdefault(os.path.basename(document['source']), []).append(len(rows))
                rows.append((texts.number(passage), question, title, turns))
    return rows, by_document


def read_questions(path, texts, passages, by_document):
    """Rows of (question, passage, whether the passage answers)."""
    rows = []
    for line in open(path, encoding='utf8'):
        asked = json.loads(line)
        gold = asked['gold'][0] if asked['answerable'] else asked.get('near')
        quote = folded(gold['quote']) if gold else None
        found = [row for row in by_document.get(os.path.basename(gold['doc']), []) if quote in texts.all[passages[row][0]]] if gold else []
        if found:
            rows.append((texts.number(asked['question']), found[0], int(asked['answerable'])))
    return rows


def sentences_of(text):
    spans, start = [], 0
    for end in SENTENCE_END.finditer(text):
        spans.append((start, end.start()))
        start = end.end()
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if b - a > 15]


def words(text):
    return set(re.findall(r'\w{4,}', text.lower()))


def read_squad(path, texts):
    """Rows of (question, passage, up to three near misses): windows of a few sentences. A near miss comes from the same
    paragraph or article, shares words with the question and does not hold the answer."""
    rows = []
    for article in json.load(open(path, encoding='utf8'))['data']:
        paragraphs = [p['context'] for p in article['paragraphs']]
        vocabulary = [words(p) for p in paragraphs]
        for at, paragraph in enumerate(article['paragraphs']):
            text = paragraph['context']
            spans = sentences_of(text)
            if len(spans) < 2:
                continue
            for qa in paragraph['qas']:
                question, answer = qa['question'].strip(), qa['answers'][0]
                here = next((i for i, (a, b) in enumerate(spans) if a <= answer['answer_start'] < b), None)
                if len(question) < 12 or here is None:
                    continue
                asked = words(question)

                def near(context, spans, first, last):
                    if last <= first:
                        return []
                    shared = lambda i: len(asked & words(context[spans[i][0] : spans[i][1]])) + random.random()
                    best = max(range(first, last), key=shared)
                    window = context[spans[best][0] : spans[min(last, best + random.choice([1, 2, 3])) - 1][1]]
                    return [] if answer['text'].lower() in window.lower() else [window]

                size = random.choice([1, 1, 2, 2, 3, 4])
                first = max(0, here - random.randint(0, size - 1))
                last = min(len(spans), max(here + 1, first + size))
                misses = near(text, spans, 0, here) + near(text, spans, here + 1, len(spans))
                others = sorted((i for i in range(len(paragraphs)) if i != at), key=lambda i: -len(asked & vocabulary[i]))[:3]
                if others:
                    other = paragraphs[random.choice(others)]
                    inside = sentences_of(other)
                    misses += near(other, inside, 0, len(inside))
                if misses:
                    misses = [texts.number(miss) for miss in misses[:3]]
                    passage = texts.number(text[spans[first][0] : spans[last - 1][1]])
                    rows.append((texts.number(question), passage, *misses, *[-1] * (3 - len(misses))))
    return rows


def inverse_document_frequencies(vocabulary):
    """As retrieval/lexical/scoring.ts weighs the pieces of a question."""
    with open(os.path.join(ROOT, 'retrieval/background/wordpieces.tsv'), encoding='utf8') as file:
        size, *lines = file.read().rstrip('\n').split('\n')
    counts = dict(line.rsplit('\t', 1) for line in lines)
    idf = np.zeros(len(vocabulary), np.float32)
    for piece, number in vocabulary.items():
        count = int(counts.get(piece, 1))
        idf[number] = np.log(1 + (int(size) - count + 0.5) / (count + 0.5))
    return idf


def main(turns, questions, squad, out):
    random.seed(7)
    texts = Texts()
    empty = texts.number('')
    passages, by_document = read_passages(turns, texts)
    asked = read_questions(questions, texts, passages, by_document)
    squad_rows = read_squad(squad, texts)
    tokenizer = Tokenizer.from_file(os.path.join(ROOT, 'models/on-record/minilm-l6-late/tokenizer.json'))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids, offsets = [], [0]
    for start in range(0, len(texts.all), 5000):
        for encoded in tokenizer.encode_batch(texts.all[start : start + 5000], add_special_tokens=False):
            ids.extend(encoded.ids[:MOST_TOKENS])
            offsets.append(len(ids))
    np.savez(
        out,
        ids=np.array(ids, np.uint16),
        offsets=np.array(offsets, np.uint32),
        empty=empty,
        idf=inverse_document_frequencies(tokenizer.get_vocab()),
        passages=np.array(passages, np.int32),
        questions=np.array(asked, np.int32),
        squad=np.array(squad_rows, np.int32),
    )
    print(f'{len(passages)} passages, {len(asked)} questions, {len(squad_rows)} of SQuAD')


main(*sys.argv[1:])
