"""Trains the model for late interaction: `python3 train.py DATA BASE TEACHER OUT [--minutes M] [--rate R] [--seed N]`.

DATA     what prepare.py wrote
BASE     folder with multilingual-e5-small (`onnx/model_quantized.onnx`), its projection in retrieval/rerank/projections
TEACHER  folder of an English model for late interaction (`config.json`, `model.safetensors`, a BERT)
OUT      the .safetensors to write: the trained layers and how much a question's tokens count

One forward pass gives both: the mean of all tokens finds candidates, the tokens rank them. The score is the product's
(retrieval/rerank/late-interaction.ts): each token of the question takes its best cosine among those of passage,
question and title, the latter two discounted, and their mean is weighted by what is learned here. The tokens of
passages go through the projection and the 2 bits that the index keeps; weights through the steps that they ship in.

The losses: cross entropy of the right passage against near misses and all others of the batch, by tokens and by
sentence vectors; the teacher's distribution over the same passages for both; a pointwise part; and, for questions that
a passage nearly answers, against the question that it answers. The teacher always reads English: a translated question
is to rank as the question that it translates.
"""
import argparse
import json
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from model import load, round_weights, trained_state
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertModel

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
PROJECTIONS = os.path.join(ROOT, 'retrieval', 'rerank', 'projections')
DISCOUNTS = {'passage': 1.0, 'question': 0.95, 'title': 0.85}
MOST = {'query': 48, 'passage': 200, 'question': 96, 'title': 40}
# Standard deviations and levels of a packed component (retrieval/rerank/packing.ts).
REACH, PACKED_LEVELS = 2, 4
BATCH, NEGATIVES = 64, 4
LATE_SCALE, DENSE_SCALE = 30.0, 50.0
# What a loss counts beside the tokens' cross entropy.
TAUGHT, DENSE, DENSE_TAUGHT, POINTWISE, NEAR, REPORTED = 1.0, 0.5, 0.3, 0.2, 0.5, 0.2
# Share of the batches of each kind.
KINDS = {'squad': 0.38, 'translated squad': 0.2, 'questions': 0.08, 'translated questions': 0.14, 'reported': 0.12, 'said': 0.08}
DEVICE = 'cuda' if torch.cuda.is_available() else 'cpu'


def half(x):
    return x.to(torch.bfloat16) if DEVICE == 'cuda' else x


def autocast():
    return torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == 'cuda')


class Data:
    def __init__(self, path):
        stored = np.load(path)
        self.__dict__.update({name: stored[name] for name in stored.files})
        self.ids, self.teacher_ids = self.ids.astype(np.int64), self.teacher_ids.astype(np.int64)
        self.empty = int(self.empty)
        self.answerable = np.flatnonzero(self.questions[:, 2] == 1)
        pairs = {}
        for question, passage, answers in self.questions:
            pairs.setdefault(int(passage), ([], []))[0 if answers else 1].append(int(question))
        self.near = [(passage, right, wrong) for passage, (right, wrong) in pairs.items() if right and wrong]
        self.of_kind = [self.translated[self.translated[:, 1] == kind] for kind in (0, 1)]
        languages = [self.said[self.said[:, 0] == language] for language in np.unique(self.said[:, 0])]
        self.languages = [rows for rows in languages if len(rows) >= 16]

    def candidate(self, row, with_question=True, with_title=True):
        passage, question, title, _ = (int(x) for x in self.passages[row])
        return (passage, question if with_question else self.empty, title if with_title else self.empty)


def padded(rows, pad):
    length = max(len(row) for row in rows)
    ids, mask = np.full((len(rows), length), pad, np.int64), np.zeros((len(rows), length), np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row)], mask[i, : len(row)] = row, 1
    return torch.from_numpy(ids).to(DEVICE), torch.from_numpy(mask).to(DEVICE)


class Reader:
    """Token vectors and sentence vectors of texts by one model."""

    def __init__(self, model, data):
        self.model, self.data = model, data

    def encode(self, texts, most, role, chunks=2):
        """Unit vectors `texts x length x components`, their mask, their weights, and sentence vectors; texts of like length
        in one pass."""
        rows = [self.framed(text, most, role) for text in texts]
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        before = len(self.framed(self.data.empty, 1, role)) - 1
        longest = max(1, max(len(row) for row in rows) - before - 1)
        step = math.ceil(len(order) / chunks)
        found = []
        for start in range(0, len(order), step):
            ids, mask = padded([rows[i] for i in order[start : start + step]], 0)
            with autocast():
                layer = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
            layer = layer.float()
            sentence = F.normalize((layer * mask[..., None]).sum(1), dim=-1)
            own = max(1, ids.shape[1] - before - 1)
            body = layer[:, before : before + own]
            inside = F.pad(mask, (0, 1))[:, before + 1 : before + own + 1].bool()
            missing = longest - own
            found.append((
                F.pad(self.tokens(body), (0, 0, 0, missing)),
                F.pad(inside, (0, missing)),
                F.pad(self.weights(body, ids[:, before : before + own]), (0, missing)),
                sentence,
            ))  # fmt: skip
        back = torch.empty(len(order), dtype=torch.long, device=DEVICE)
        back[torch.tensor(order, device=DEVICE)] = torch.arange(len(order), device=DEVICE)
        return [torch.cat(parts)[back] for parts in zip(*found)]

    def queries(self, texts):
        vectors, mask, weights, sentence = self.encode(texts, MOST['query'], 'query')
        weights = weights * mask
        return vectors, weights / weights.sum(1, keepdim=True).clamp_min(1e-6), sentence

    def candidates(self, candidates):
        vectors, masks, sentence = [], [], None
        for column, (part, discount) in enumerate(DISCOUNTS.items()):
            texts = [candidate[column] for candidate in candidates]
            if column > 0 and all(text == self.data.empty for text in texts):
                continue
            distinct = sorted(set(texts))
            at = {text: i for i, text in enumerate(distinct)}
            encoded, mask, _, own = self.encode(distinct, MOST[part], 'passage', 3 if column == 0 else 1)
            chosen = torch.tensor([at[text] for text in texts], device=DEVICE)
            vectors.append(self.kept(encoded)[chosen] * discount)
            masks.append(mask[chosen])
            sentence = own[chosen] if column == 0 else sentence
        return torch.cat(vectors, 1), torch.cat(masks, 1), sentence


class Student(Reader):
    def __init__(self, model, data):
        super().__init__(model, data)
        self.head = torch.nn.Linear(384, 1).to(DEVICE)
        torch.nn.init.zeros_(self.head.weight)
        torch.nn.init.constant_(self.head.bias, math.log(math.e - 1))
        rows = np.fromfile(os.path.join(PROJECTIONS, 'multilingual-e5-small.bin'), '<i2').astype(np.float32)
        self.projection = torch.tensor(rows.reshape(-1, 384) / 32767, device=DEVICE)
        with open(os.path.join(PROJECTIONS, 'multilingual-e5-small.mean.json')) as file:
            self.mean = torch.tensor(json.load(file), device=DEVICE)

    def framed(self, text, most, role):
        first, last, *prefixes = self.data.framing
        prefix = prefixes[: len(prefixes) // 2] if role == 'query' else prefixes[len(prefixes) // 2 :]
        start = self.data.offsets[text]
        return np.concatenate([[first], prefix, self.data.ids[start : min(self.data.offsets[text + 1], start + most)], [last]])

    def tokens(self, body):
        return F.normalize((body - self.mean) @ self.projection.T, dim=-1)

    def weights(self, body, _):
        return F.softplus(self.head(body).squeeze(-1))

    def kept(self, vectors):
        """As packed, unpacked and scaled to length 1."""
        with torch.no_grad():
            step = PACKED_LEVELS / (2 * REACH * vectors.pow(2).mean(-1, keepdim=True).sqrt().clamp_min(1e-9))
            level = torch.clamp(torch.floor(vectors * step + PACKED_LEVELS / 2), 0, PACKED_LEVELS - 1)
            unpacked = F.normalize(2 * level - (PACKED_LEVELS - 1), dim=-1)
        return vectors + (unpacked - vectors).detach()


class Teacher(Reader):
    def __init__(self, folder, data):
        config = BertConfig.from_json_file(os.path.join(folder, 'config.json'))
        model = BertModel(config, add_pooling_layer=False)
        weights = {k.removeprefix('bert.'): v.float() for k, v in load_file(os.path.join(folder, 'model.safetensors')).items()}
        model.load_state_dict({k: v for k, v in weights.items() if 'pooler' not in k and 'position_ids' not in k}, strict=False)
        super().__init__(model.to(DEVICE).eval(), data)
        counts = np.zeros(config.vocab_size)
        for passage in set(data.passages[:, 0].tolist()):
            counts[np.unique(self.pieces(passage, 10**6))] += 1
        size = len(data.passages)
        self.idf = torch.tensor(np.log(1 + (size - counts + 0.5) / (counts + 0.5)), dtype=torch.float32, device=DEVICE)

    def pieces(self, text, most):
        start = self.data.teacher_offsets[text]
        return self.data.teacher_ids[start : min(self.data.teacher_offsets[text + 1], start + most)]

    def framed(self, text, most, _):
        return np.concatenate([[101], self.pieces(text, most), [102]])

    def tokens(self, body):
        return F.normalize(body, dim=-1)

    def weights(self, _, ids):
        return self.idf[ids]

    def kept(self, vectors):
        return vectors


def scores(queries, candidates, shape='qld,ntd->qlnt'):
    """Each query with each candidate, or with `nld,ntd->nlt` with its own."""
    query, weights, _ = queries
    tokens, mask, _ = candidates
    with autocast():
        cosines = torch.einsum(shape, half(query), half(tokens))
    paired = cosines.ndim == 3
    best = cosines.masked_fill(~(mask[:, None] if paired else mask[None, None]), 0.0).amax(-1).float()
    return (best * (weights if paired else weights[:, :, None])).sum(1)


@torch.no_grad()
def mine(student, data, texts, turns, depth=40):
    """The passages nearest to each question by sentence vectors, other than those of its own turn."""

    def vectors(texts, most, role):
        found = torch.zeros(len(texts), 384, device=DEVICE)
        order = np.argsort([data.offsets[text + 1] - data.offsets[text] for text in texts], kind='stable')
        for start in range(0, len(order), 512):
            some = order[start : start + 512]
            found[torch.tensor(some, device=DEVICE)] = student.encode([int(texts[i]) for i in some], most, role, 1)[3]
        return found

    passages, asked = vectors(data.passages[:, 0], 128, 'passage'), vectors(texts, MOST['query'], 'query')
    own = torch.tensor(data.passages[:, 3], device=DEVICE)
    nearest = []
    for start in range(0, len(texts), 256):
        cosines = asked[start : start + 256] @ passages.T
        same = own[None] == torch.tensor(np.asarray(turns[start : start + 256]), device=DEVICE)[:, None]
        nearest.append(cosines.masked_fill(same, -2).topk(min(depth, len(own) - 1), 1).indices.cpu().numpy())
    return np.concatenate(nearest)


class Batches:
    """What the student is asked; its candidates, for each query the right one first; the same for the teacher, in English;
    the turn of each candidate."""

    def __init__(self, data, random, student):
        self.data, self.random = data, random
        self.near_questions = mine(student, data, data.questions[:, 0], data.passages[data.questions[:, 1], 3])
        self.near_reported = mine(student, data, data.reported[:, 0], data.passages[data.reported[:, 1], 3])

    def squad(self, row):
        question, passage, *misses = (int(x) for x in self.data.squad[row])
        misses = [miss for miss in misses if miss >= 0]
        misses = [misses[i % len(misses)] for i in self.random.permutation(max(NEGATIVES, len(misses)))[:NEGATIVES]]
        texts = [(text, self.data.empty, self.data.empty) for text in [passage, *misses]]
        return question, texts, [-1 - 10 * int(row) - i for i in range(len(texts))]

    def question(self, i):
        question, passage, _ = (int(x) for x in self.data.questions[i])
        rows = [passage, *self.random.choice(self.near_questions[i], NEGATIVES, replace=False)]
        return question, [self.data.candidate(row) for row in rows], [int(self.data.passages[row, 3]) for row in rows]

    def reported(self, i):
        # The turn's question is the one that is asked.
        question, passage = (int(x) for x in self.data.reported[i])
        rows = [passage, *self.random.choice(self.near_reported[i], NEGATIVES, replace=False)]
        return question, [self.data.candidate(row, with_question=False) for row in rows], [int(self.data.passages[row, 3]) for row in rows]

    def said(self):
        """Translated passages of one language, asked for in it or in English; others of the batch are the misses."""
        data, empty = self.data, self.data.empty
        rows = data.languages[self.random.integers(len(data.languages))]
        rows = rows[self.random.choice(len(rows), min(BATCH, len(rows)), replace=False)]
        english = [(int(data.squad[row[3], 0]), int(data.squad[row[3], 1])) for row in rows]
        in_english = self.random.random() < 0.5
        asked = [question if in_english else int(row[1]) for row, (question, _) in zip(rows, english)]
        return asked, [(int(row[2]), empty, empty) for row in rows], [q for q, _ in english], [(p, empty, empty) for _, p in english], np.arange(len(rows))

    def of(self, kind):
        data, choice = self.data, self.random.choice
        if kind == 'said':
            return self.said()
        if kind.startswith('translated'):
            rows = data.of_kind[1 if kind == 'translated squad' else 0]
            rows = rows[choice(len(rows), min(BATCH, len(rows)), replace=False)]
            read = self.squad if kind == 'translated squad' else self.question
            picked = [(int(asked), *read(int(row))) for asked, _, row in rows]
        else:
            rows = {'squad': len(data.squad), 'questions': data.answerable, 'reported': len(data.reported)}[kind]
            read = {'squad': self.squad, 'questions': self.question, 'reported': self.reported}[kind]
            picked = [(None, *read(int(row))) for row in choice(rows, BATCH, replace=False)]
        asked = [question if translated is None else translated for translated, question, _, _ in picked]
        candidates = [candidate for _, _, own, _ in picked for candidate in own]
        return asked, candidates, [question for _, question, _, _ in picked], candidates, np.array([turn for *_, own in picked for turn in own])


def cross_entropy_to(student, teacher):
    return F.kl_div(F.log_softmax(student, 1), F.softmax(teacher, 1), reduction='batchmean')


def main():
    arguments = argparse.ArgumentParser()
    for name in ('data', 'base', 'teacher', 'out'):
        arguments.add_argument(name)
    for name, default in (('minutes', 7.0), ('rate', 1e-4), ('seed', 1)):
        arguments.add_argument(f'--{name}', type=type(default), default=default)
    given = arguments.parse_args()
    torch.manual_seed(given.seed)
    random = np.random.default_rng(given.seed)
    data = Data(given.data)
    model = load(given.base, data.used, dropout=0.05)
    round_weights(model, given.base)
    student, teacher = Student(model.to(DEVICE), data), Teacher(given.teacher, data)
    model.eval()
    batches = Batches(data, random, student)
    model.train()
    logistic = torch.nn.Parameter(torch.tensor([20.0, 0.6], device=DEVICE))
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {'params': [p for p in trained if p.ndim > 1], 'weight_decay': 0.01, 'times': 1},
            {'params': [p for p in trained if p.ndim == 1], 'weight_decay': 0.0, 'times': 1},
            {'params': [logistic, *student.head.parameters()], 'weight_decay': 0.0, 'times': 20},
        ],
        lr=given.rate,
    )
    kinds, shares = list(KINDS), np.array(list(KINDS.values()))
    start, step = time.time(), 0
    while (done := (time.time() - start) / (60 * given.minutes)) < 1:
        for group in optimizer.param_groups:
            group['lr'] = given.rate * group['times'] * min(1, (step + 1) / 60) * (1 - done)
        kind = kinds[random.choice(len(kinds), p=shares / shares.sum())]
        asked, candidates, asked_teacher, candidates_teacher, turns = batches.of(kind)
        queries, texts = student.queries(asked), student.candidates(candidates)
        late = LATE_SCALE * scores(queries, texts)
        dense = DENSE_SCALE * queries[2] @ texts[2].T
        with torch.no_grad():
            taught = LATE_SCALE * scores(teacher.queries(asked_teacher), teacher.candidates(candidates_teacher))
        each = torch.arange(len(asked), device=DEVICE)
        of_query = len(candidates) // len(asked)
        right = each * of_query
        turns = torch.tensor(turns, device=DEVICE)
        same = turns[None] == turns[right][:, None]
        same[each, right] = False
        labelled = REPORTED if kind == 'reported' else 1.0
        loss = labelled * F.cross_entropy(late.masked_fill(same, -1e4), right) + TAUGHT * cross_entropy_to(late, taught)
        loss = loss + DENSE * labelled * F.cross_entropy(dense.masked_fill(same, -1e4), right)
        loss = loss + DENSE_TAUGHT * cross_entropy_to(dense, taught)
        if of_query > 1 and kind != 'reported':
            own = late.view(len(asked), len(asked), of_query)[each, each] / LATE_SCALE
            answers = torch.zeros_like(own)
            answers[:, 0] = 1
            loss = loss + POINTWISE * F.binary_cross_entropy_with_logits(logistic[0] * (own - logistic[1]), answers)
        if kind == 'questions':
            chosen = [data.near[i] for i in random.choice(len(data.near), min(BATCH, len(data.near)), replace=False)]
            both = [texts[random.integers(len(texts))] for _, right, wrong in chosen for texts in (right, wrong)]
            # Near misses repeat what was asked, so the reporter's question is left out.
            only = [data.candidate(passage, False, False) for passage, _, _ in chosen for _ in range(2)]
            paired = LATE_SCALE * scores(student.queries(both), student.candidates(only), 'nld,ntd->nlt').view(-1, 2)
            loss = loss + NEAR * F.cross_entropy(paired, torch.zeros(len(chosen), dtype=torch.long, device=DEVICE))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*trained, *student.head.parameters()], 1.0)
        optimizer.step()
        if step % 100 == 0:
            print(step, kind, f'{loss.item():.3f}', f'{time.time() - start:.0f} s', flush=True)
        step += 1
    print(f'{step} steps')
    head = {f'head.{name}': value.detach().cpu().contiguous() for name, value in student.head.state_dict().items()}
    save_file({**{name: value.cpu() for name, value in trained_state(model).items()}, **head}, given.out)


if __name__ == '__main__':
    main()
