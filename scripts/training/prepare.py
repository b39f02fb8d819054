"""Packs texts and training rows for train.py: `python3 prepare.py TURNS QUESTIONS SQUAD TRANSLATIONS BASE TEACHER OUT`.

TURNS         JSON lines of `npm run --silent import -- --dry-run --json --turns FOLDER`
QUESTIONS     a question set (JSON lines) on these documents, its near misses with `near`
SQUAD         SQuAD 1.1 `train-v1.1.json` (Rajpurkar et al. 2016, CC BY-SA 4.0)
TRANSLATIONS  lines `language TAB id TAB question` or `language TAB id TAB question TAB passage`; the id is that of a
              question of QUESTIONS or SQUAD. A passage stands for the one of SQuAD, in that language
BASE          folder of the model to train; its `tokenizer.json`
TEACHER       folder of the English model that it learns from; its `tokenizer.json`
OUT           the .npz to write
"""
import json
import os
import random
import re
import sys

import numpy as np
from tokenizers import Tokenizer

MOST_TOKENS = 230
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
SENTENCE_END = re.compile(r'(?<=[.!?])["”’\')]*\s+(?=["“‘(]?[A-Z0-9])')
PREFIXES = ('query: ', 'passage: ')


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
    """Rows of (question, passage, whether the passage answers), by id."""
    rows = {}
    for line in open(path, encoding='utf8'):
        asked = json.loads(line)
        gold = asked['gold'][0] if asked['answerable'] else asked.get('near')
        quote = folded(gold['quote']) if gold else None
        found = [row for row in by_document.get(os.path.basename(gold['doc']), []) if quote in texts.all[passages[row][0]]] if gold else []
        if found:
            rows[asked['id']] = (texts.number(asked['question']), found[0], int(asked['answerable']))
    return rows


def reporters_questions(texts, passages):
    """Rows of (the longest question that a reporter asked in a turn, a passage of its answer): nobody has read whether it answers."""
    turns = {}
    for row, (passage, _, _, turn) in enumerate(passages):
        if len(texts.all[passage].split()) >= 10:
            turns.setdefault(turn, []).append(row)
    rows = []
    for own in turns.values():
        sentences = re.split(r'(?<=[.?!])\s+', texts.all[passages[own[0]][1]])
        asked = [s.strip(' —–-') for s in sentences if s.endswith('?') and 6 <= len(s.split()) <= 40]
        if asked:
            rows.append((texts.number(max(asked, key=len)), random.choice(own)))
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
    """Rows of (question, passage, up to three near misses), by id: windows of a few sentences. A near miss comes from the
    same paragraph or article, shares words with the question and does not hold the answer."""
    rows = {}
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
                    rows[qa['id']] = (texts.number(question), passage, *misses, *[-1] * (3 - len(misses)))
    return rows


def read_translations(path, texts, questions, squad):
    """Rows of (question, 0 of QUESTIONS or 1 of SQUAD, row there), and of (language, question, passage, row of SQUAD)."""
    places = [{id: i for i, id in enumerate(rows)} for rows in (questions, squad)]
    asked, said, languages = [], [], {}
    for line in open(path, encoding='utf8'):
        language, id, question, *passage = line.rstrip('\n').split('\t')
        kind = 0 if id in places[0] else 1
        if id not in places[kind]:
            continue
        if passage:
            said.append((languages.setdefault(language, len(languages)), texts.number(question), texts.number(passage[0]), places[1][id]))
        else:
            asked.append((texts.number(question), kind, places[kind][id]))
    return asked, said


def pieces(tokenizer, texts):
    """Piece ids of all texts, one after the other, and where each text begins."""
    ids, offsets = [], [0]
    for start in range(0, len(texts), 5000):
        for encoded in tokenizer.encode_batch(texts[start : start + 5000], add_special_tokens=False):
            ids.extend(encoded.ids[:MOST_TOKENS])
            offsets.append(len(ids))
    return np.array(ids, np.int64), np.array(offsets, np.uint32)


def open_tokenizer(folder):
    tokenizer = Tokenizer.from_file(os.path.join(folder, 'tokenizer.json'))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def main(turns, questions, squad, translations, base, teacher, out):
    random.seed(7)
    texts = Texts()
    empty = texts.number('')
    passages, by_document = read_passages(turns, texts)
    asked = read_questions(questions, texts, passages, by_document)
    of_squad = read_squad(squad, texts)
    reported = reporters_questions(texts, passages)
    translated, said = read_translations(translations, texts, asked, of_squad)
    tokenizer = open_tokenizer(base)
    ids, offsets = pieces(tokenizer, texts.all)
    framing = [0, 2, *(id for prefix in PREFIXES for id in tokenizer.encode(prefix, add_special_tokens=False).ids)]
    # Of 250,037 embeddings the device needs those that occur.
    used = np.unique(np.concatenate([ids, framing]))
    teacher_ids, teacher_offsets = pieces(open_tokenizer(teacher), texts.all)
    np.savez_compressed(
        out,
        ids=np.searchsorted(used, ids).astype(np.uint32),
        offsets=offsets,
        used=used,
        framing=np.searchsorted(used, framing),
        teacher_ids=teacher_ids.astype(np.uint16),
        teacher_offsets=teacher_offsets,
        empty=empty,
        passages=np.array(passages, np.int32),
        questions=np.array(list(asked.values()), np.int32),
        squad=np.array(list(of_squad.values()), np.int32),
        reported=np.array(reported, np.int32),
        translated=np.array(translated, np.int32).reshape(-1, 3),
        said=np.array(said, np.int32).reshape(-1, 4),
    )
    print(f'{len(passages)} passages, {len(asked)} questions, {len(of_squad)} of SQuAD, {len(reported)} of reporters, {len(translated)} translated')


main(*sys.argv[1:])
