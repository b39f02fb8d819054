"""Trains the late-interaction reranker: `python3 train.py DATA BASE OUT [--steps N] [--rate R] [--minutes M] [--seed N]`.

DATA  what prepare.py wrote
BASE  a folder with the published all-MiniLM-L6-v2 (`config.json`, `model.safetensors`)
OUT   the .safetensors to write: the trained layers; the embeddings stay as they are published

The score is the product's (retrieval/rerank/late-interaction.ts): each piece of the question takes its best cosine among
the pieces of passage, question and title, the latter two discounted, and their mean is weighted by inverse document
frequency; tokens are projected on the 128 components that the index keeps. The loss is the cross entropy of the right
passage against near misses and all other passages of the batch, with a pointwise part, and, for questions that a passage
nearly answers, against the question that it answers.
"""
import argparse
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertModel

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
CLS, SEP = 101, 102
DISCOUNTS = {'passage': 1.0, 'question': 0.95, 'title': 0.85}
MOST = {'query': 48, 'passage': 192, 'question': 96, 'title': 40}
BATCH, NEGATIVES = 64, 4
SCALE = 30.0
POINTWISE, NEAR = 0.2, 0.5
# The share of the batches that come from the question set; the others are of SQuAD.
QUESTIONS = 0.15
DEVICE = 'cuda' if torch.cuda.is_available() else 'cpu'


def half(x):
    return x.to(torch.bfloat16) if DEVICE == 'cuda' else x


class Data:
    def __init__(self, path):
        stored = np.load(path)
        self.ids, self.offsets = stored['ids'].astype(np.int64), stored['offsets'].astype(np.int64)
        self.idf = torch.tensor(stored['idf'], device=DEVICE)
        self.empty = int(stored['empty'])
        self.passages, self.questions, self.squad = stored['passages'], stored['questions'], stored['squad']
        self.answerable = np.flatnonzero(self.questions[:, 2] == 1)
        pairs = {}
        for question, passage, answers in self.questions:
            pairs.setdefault(int(passage), ([], []))[0 if answers else 1].append(int(question))
        self.near = [(passage, right, wrong) for passage, (right, wrong) in pairs.items() if right and wrong]
        # Passages near each question, once they are mined.
        self.mined = np.zeros((0, 0), int)

    def pieces(self, text, most):
        start = self.offsets[text]
        return self.ids[start : min(self.offsets[text + 1], start + most)]

    def framed(self, text, most):
        return np.concatenate([[CLS], self.pieces(text, most), [SEP]])

    def candidate(self, row, with_question=True):
        passage, question, title, _ = (int(x) for x in self.passages[row])
        return {'passage': passage, 'question': question if with_question else self.empty, 'title': title}


def padded(rows):
    length = max(len(row) for row in rows)
    ids, mask = np.zeros((len(rows), length), np.int64), np.zeros((len(rows), length), np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row)], mask[i, : len(row)] = row, 1
    return torch.from_numpy(ids).to(DEVICE), torch.from_numpy(mask).to(DEVICE)


def load_model(base):
    config = BertConfig.from_json_file(os.path.join(base, 'config.json'))
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.05
    model = BertModel(config, add_pooling_layer=False)
    weights = {k.removeprefix('bert.'): v for k, v in load_file(os.path.join(base, 'model.safetensors')).items()}
    model.load_state_dict({k: v for k, v in weights.items() if 'pooler' not in k and 'position_ids' not in k}, strict=False)
    for parameter in model.embeddings.parameters():
        parameter.requires_grad = False
    return model.to(DEVICE)


def load_projection():
    values = np.fromfile(os.path.join(ROOT, 'retrieval/rerank/projections/all-MiniLM-L6-v2.bin'), '<i2')
    return torch.tensor(values.astype(np.float32).reshape(-1, 384) / 32767, device=DEVICE)


class LateInteraction:
    def __init__(self, model, projection, data):
        self.model, self.projection, self.data = model, projection, data

    def tokens(self, texts, most, chunks):
        """Unit vectors `texts x length x components`, their mask and pieces; texts of like length in one pass."""
        rows = [self.data.framed(text, most) for text in texts]
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        longest = max(1, max(len(row) for row in rows) - 2)
        step = math.ceil(len(order) / chunks)
        vectors, masks, pieces = [], [], []
        for start in range(0, len(order), step):
            ids, mask = padded([rows[i] for i in order[start : start + step]])
            with torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == 'cuda'):
                layer = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
            body = mask[:, 2:].bool()
            unit = F.normalize(layer.float() @ self.projection.T, dim=-1)[:, 1 : 1 + body.shape[1]]
            missing = longest - body.shape[1]
            vectors.append(F.pad(unit, (0, 0, 0, missing)))
            masks.append(F.pad(body, (0, missing)))
            pieces.append(F.pad(ids[:, 1 : 1 + body.shape[1]], (0, missing)))
        back = torch.empty(len(order), dtype=torch.long, device=DEVICE)
        back[torch.tensor(order, device=DEVICE)] = torch.arange(len(order), device=DEVICE)
        return torch.cat(vectors)[back], torch.cat(masks)[back], torch.cat(pieces)[back]

    def queries(self, texts):
        vectors, mask, pieces = self.tokens(texts, MOST['query'], 2)
        weights = self.data.idf[pieces] * mask
        return vectors, weights / weights.sum(1, keepdim=True).clamp_min(1e-6)

    def candidates(self, candidates):
        vectors, masks = [], []
        for part, discount in DISCOUNTS.items():
            texts = [candidate[part] for candidate in candidates]
            if all(text == self.data.empty for text in texts):
                continue
            distinct = sorted(set(texts))
            at = {text: i for i, text in enumerate(distinct)}
            encoded, mask, _ = self.tokens(distinct, MOST[part], 4 if part == 'passage' else 2)
            chosen = torch.tensor([at[text] for text in texts], device=DEVICE)
            vectors.append(encoded[chosen] * discount)
            masks.append(mask[chosen])
        return torch.cat(vectors, 1), torch.cat(masks, 1)

    def scores(self, queries, candidates, shape='qld,ntd->qlnt'):
        """Each query with each candidate, or with `nld,ntd->nlt` with its own."""
        (query, weights), (tokens, mask) = queries, candidates
        with torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == 'cuda'):
            cosines = torch.einsum(shape, half(query), half(tokens))
        paired = cosines.ndim == 3
        best = cosines.masked_fill(~(mask[:, None] if paired else mask[None, None]), 0.0).amax(-1).float()
        return (best * (weights if paired else weights[:, :, None])).sum(1)


@torch.no_grad()
def mine(model, data, texts, turns, depth=40):
    """The passages nearest to each question by sentence vectors, other than those of its own turn."""

    def vectors(texts, most):
        found = torch.zeros(len(texts), 384, device=DEVICE)
        order = sorted(range(len(texts)), key=lambda i: data.offsets[texts[i] + 1] - data.offsets[texts[i]])
        for start in range(0, len(order), 1024):
            some = order[start : start + 1024]
            ids, mask = padded([data.framed(texts[i], most) for i in some])
            with torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == 'cuda'):
                layer = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            mean = (layer * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            found[torch.tensor(some, device=DEVICE)] = F.normalize(mean, dim=-1)
        return found

    passages = vectors(data.passages[:, 0], 128)
    own = torch.tensor(data.passages[:, 3], device=DEVICE)
    asked = vectors(texts, MOST['query'])
    nearest = []
    for start in range(0, len(texts), 512):
        cosines = asked[start : start + 512] @ passages.T
        same = own[None] == torch.tensor(turns[start : start + 512], device=DEVICE)[:, None]
        nearest.append(cosines.masked_fill(same, -2).topk(min(depth, len(own) - 1), 1).indices.cpu().numpy())
    return np.concatenate(nearest)


class Batches:
    """Queries; for each, its candidates, the right one first; the turn of each candidate."""

    def __init__(self, data, random):
        self.data, self.random = data, random

    def squad(self):
        texts, candidates, turns = [], [], []
        for row in self.random.choice(len(self.data.squad), BATCH, replace=False):
            question, passage, *misses = (int(x) for x in self.data.squad[row])
            misses = [miss for miss in misses if miss >= 0]
            misses = [misses[i % len(misses)] for i in self.random.permutation(max(NEGATIVES, len(misses)))[:NEGATIVES]]
            texts.append(question)
            for i, text in enumerate([passage, *misses]):
                candidates.append({'passage': text, 'question': self.data.empty, 'title': self.data.empty})
                turns.append(-1 - int(row) * (NEGATIVES + 1) - i)
        return texts, candidates, np.array(turns)

    def questions(self):
        texts, candidates, turns = [], [], []
        for i in self.random.choice(self.data.answerable, BATCH, replace=False):
            question, passage, _ = (int(x) for x in self.data.questions[i])
            texts.append(question)
            for row in [passage, *self.random.choice(self.data.mined[i], NEGATIVES, replace=False)]:
                candidates.append(self.data.candidate(row))
                turns.append(int(self.data.passages[row, 3]))
        return texts, candidates, np.array(turns)


def main():
    arguments = argparse.ArgumentParser()
    for name in ('data', 'base', 'out'):
        arguments.add_argument(name)
    for name, default in (('steps', 1240), ('rate', 1e-4), ('minutes', 600.0), ('seed', 6)):
        arguments.add_argument(f'--{name}', type=type(default), default=default)
    given = arguments.parse_args()
    torch.manual_seed(given.seed)
    random = np.random.default_rng(given.seed)
    data = Data(given.data)
    model = load_model(given.base)
    model.eval()
    data.mined = mine(model, data, data.questions[:, 0], data.passages[data.questions[:, 1], 3])
    model.train()
    late = LateInteraction(model, load_projection(), data)
    batches = Batches(data, random)
    logistic = torch.nn.Parameter(torch.tensor([20.0, 0.6], device=DEVICE))
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {'params': [p for p in trained if p.ndim > 1], 'weight_decay': 0.01, 'times': 1},
            {'params': [p for p in trained if p.ndim == 1], 'weight_decay': 0.0, 'times': 1},
            {'params': [logistic], 'weight_decay': 0.0, 'times': 20},
        ],
        lr=given.rate,
    )
    start = time.time()
    for step in range(given.steps):
        done = max(step / given.steps, (time.time() - start) / (60 * given.minutes))
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group['lr'] = given.rate * group['times'] * min(1, (step + 1) / (0.06 * given.steps)) * (1 - done)
        of_squad = random.random() >= QUESTIONS
        texts, candidates, turns = batches.squad() if of_squad else batches.questions()
        scores = late.scores(late.queries(texts), late.candidates(candidates))
        each = torch.arange(len(texts), device=DEVICE)
        right = each * (1 + NEGATIVES)
        turns = torch.tensor(turns, device=DEVICE)
        same = turns[None] == turns[right][:, None]
        same[each, right] = False
        loss = F.cross_entropy((scores * SCALE).masked_fill(same, -1e4), right)
        own = scores.view(len(texts), len(texts), 1 + NEGATIVES)[each, each]
        answers = torch.zeros_like(own)
        answers[:, 0] = 1
        loss = loss + POINTWISE * F.binary_cross_entropy_with_logits(logistic[0] * (own - logistic[1]), answers)
        if not of_squad:
            chosen = [data.near[i] for i in random.choice(len(data.near), min(BATCH, len(data.near)), replace=False)]
            both = [texts[random.integers(len(texts))] for _, right, wrong in chosen for texts in (right, wrong)]
            # Near misses repeat what was asked, so the reporter's question is left out.
            only = [{**data.candidate(passage, False), 'title': data.empty} for passage, _, _ in chosen for _ in range(2)]
            paired = late.scores(late.queries(both), late.candidates(only), 'nld,ntd->nlt').view(-1, 2)
            loss = loss + NEAR * F.cross_entropy(paired * SCALE, torch.zeros(len(chosen), dtype=torch.long, device=DEVICE))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0:
            print(step, 'SQuAD' if of_squad else 'questions', f'{loss.item():.3f}', f'{time.time() - start:.0f} s', flush=True)
    save_file({k: v.half().contiguous() for k, v in model.state_dict().items() if k.startswith('encoder.')}, given.out)


main()
