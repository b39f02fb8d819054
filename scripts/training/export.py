"""Writes the trained model as the int8 file that ships: `python3 export.py DATA BASE MODEL TRAINED…`.

DATA     what prepare.py wrote: some of its texts show how large the activations are
BASE     folder of the model that train.py started from: its ONNX file is the form, its embeddings are kept
MODEL    folder to write `onnx/model_quantized.onnx` into; the weights of a question's tokens go beside the projection
TRAINED  what train.py wrote; of several runs the mean
"""
import json
import os
import sys

import numpy as np
import onnx
import torch
from model import LAYERS, LEVELS, LINEAR, NORMS, arrays_of, load, read_onnx, smoothing_of
from onnx import numpy_helper
from safetensors.torch import load_file
from train import PROJECTIONS, Data, Student

# Between the activations' share and the weights' (SmoothQuant). Of .4, .5, .6, .68, .72, .75, .8 and .9 this one gave the
# tokens of texts that were not sampled the highest cosine with those in full precision (.996; base .999).
MIGRATION = 0.75
SAMPLED = 250


def largest_inputs(model, data):
    """Largest absolute value of each component that goes into the linear layers, by (layer, name)."""
    largest, student = {}, Student(model, data)

    def watch(key):
        def seen(_, inputs):
            values = inputs[0].detach().abs().reshape(-1, inputs[0].shape[-1]).amax(0)
            largest[key] = torch.maximum(largest[key], values) if key in largest else values

        return seen

    hooks = [
        modules.get_submodule(LINEAR[name]).register_forward_pre_hook(watch((layer, name)))
        for layer, modules in enumerate(model.encoder.layer)
        for name in ('q', 'fi', 'fo')
    ]
    random = np.random.default_rng(3)
    with torch.no_grad():
        for texts, role in ((data.passages[:, 0], 'passage'), (data.squad[:, 1], 'passage'), (data.translated[:, 0], 'query'), (data.questions[:, 0], 'query')):
            for text in random.choice(texts, SAMPLED // 4):
                student.encode([int(text)], 200, role, 1)
    for hook in hooks:
        hook.remove()
    return largest


def main(data, base, folder, *trained):
    states = [load_file(file) for file in trained]
    mean = {name: sum(state[name].float() for state in states) / len(states) for name in states[0]}
    head = {name: mean.pop(f'head.{name}') for name in ('weight', 'bias')}
    data = Data(data)
    model = load(base, data.used)
    model.load_state_dict({**model.state_dict(), **mean})
    largest = largest_inputs(model.eval(), data)
    form, tensors = read_onnx(base)
    arrays = arrays_of(tensors)

    def put(name, values):
        tensors[name].CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values), name))

    for layer, modules in enumerate(model.encoder.layer):
        for name in ('q', 'fi', 'fo'):
            sharing = ['q', 'k', 'v'] if name == 'q' else [name]
            weights = torch.cat([modules.get_submodule(LINEAR[one]).weight.detach() for one in sharing]).abs().amax(0).clamp_min(1e-4)
            factors = weights ** (1 - MIGRATION) / largest[layer, name].clamp_min(1e-4) ** MIGRATION
            smoothing = f'{smoothing_of(layer, name)}.smooth'
            arrays[smoothing] = (factors / factors.log().mean().exp()).numpy().astype(np.float32)
            put(smoothing, arrays[smoothing])
    for layer in range(LAYERS):
        own = f'encoder.layer.{layer}'
        for name, module in LINEAR.items():
            weight, smoothing = mean[f'{own}.{module}.weight'].numpy().T, smoothing_of(layer, name)
            weight = weight if smoothing is None else weight / arrays[f'{smoothing}.smooth'][:, None]
            steps = np.abs(weight).max(0) / LEVELS
            put(f'l{layer}.{name}.weight', np.round(weight / steps[None]).clip(-LEVELS, LEVELS).astype(np.int8))
            put(f'l{layer}.{name}.scales', steps.astype(np.float32))
            put(f'l{layer}.{name}.bias', mean[f'{own}.{module}.bias'].numpy().astype(np.float32))
        for name, module in NORMS.items():
            put(f'l{layer}.{name}.w', mean[f'{own}.{module}.weight'].numpy().astype(np.float32))
            put(f'l{layer}.{name}.b', mean[f'{own}.{module}.bias'].numpy().astype(np.float32))
    os.makedirs(os.path.join(folder, 'onnx'), exist_ok=True)
    onnx.save(form, os.path.join(folder, 'onnx', 'model_quantized.onnx'))
    learned = {'bias': round(float(head['bias']), 5), 'weights': [round(float(x), 5) for x in head['weight'][0]]}
    with open(os.path.join(PROJECTIONS, f'{os.path.basename(folder)}.weights.json'), 'w') as file:
        json.dump(learned, file)


main(*sys.argv[1:])
