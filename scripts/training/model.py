"""The model in PyTorch, as it is read from and written to the int8 ONNX file that ships."""
import os

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch.nn.utils import parametrize
from transformers import BertConfig, BertModel

LAYERS, SIZE = 12, 384
LINEAR = {
    'q': 'attention.self.query',
    'k': 'attention.self.key',
    'v': 'attention.self.value',
    'ao': 'attention.output.dense',
    'fi': 'intermediate.dense',
    'fo': 'output.dense',
}
NORMS = {'aln': 'attention.output.LayerNorm', 'oln': 'output.LayerNorm'}
# Levels on either side of 0: with 7 bits the sums of AVX2 machines cannot saturate.
LEVELS = 64
INT4 = 22


def smoothing_of(layer, name):
    """The factors by which a linear layer's input is smoothed (Xiao et al. 2023, SmoothQuant); none for the context."""
    before = 'embeddings.out' if layer == 0 else f'l{layer - 1}.out'
    return {'q': before, 'k': before, 'v': before, 'fi': f'l{layer}.attended', 'fo': f'l{layer}.gelu'}.get(name)


def read_onnx(folder):
    model = onnx.load(os.path.join(folder, 'onnx', 'model_quantized.onnx'))
    return model, {tensor.name: tensor for tensor in model.graph.initializer}


def arrays_of(tensors):
    """The initializers as arrays; the word embeddings, 4 bits each, as int8."""
    arrays = {}
    for name, tensor in tensors.items():
        if tensor.data_type != INT4:
            arrays[name] = numpy_helper.to_array(tensor)
            continue
        raw = np.frombuffer(tensor.raw_data, np.uint8)
        values = np.empty(raw.size * 2, np.int8)
        values[0::2], values[1::2] = raw & 15, raw >> 4
        values[values > 7] -= 16
        arrays[name] = values.reshape(tensor.dims)
    return arrays


def load(folder, used=None, dropout=0.0):
    """The model of an ONNX file. `used`: ids of the word embeddings that are wanted, by default all."""
    _, tensors = read_onnx(folder)
    arrays = arrays_of(tensors)
    used = slice(None) if used is None else used
    steps = arrays['embeddings.scales'][used].astype(np.float32)
    words = arrays['embeddings.word'][used].astype(np.float32).reshape(len(steps), -1, 32) * steps[:, :, None]
    state = {
        'embeddings.word_embeddings.weight': words.reshape(-1, SIZE),
        'embeddings.position_embeddings.weight': arrays['embeddings.position'],
        'embeddings.token_type_embeddings.weight': np.zeros((1, SIZE), np.float32),
        'embeddings.LayerNorm.weight': arrays['emb.ln.w'],
        'embeddings.LayerNorm.bias': arrays['emb.ln.b'],
    }
    for layer in range(LAYERS):
        own = f'encoder.layer.{layer}'
        for name, module in LINEAR.items():
            weight = arrays[f'l{layer}.{name}.weight'].astype(np.float32) * arrays[f'l{layer}.{name}.scales'][None]
            smoothing = smoothing_of(layer, name)
            state[f'{own}.{module}.weight'] = (weight if smoothing is None else weight * arrays[f'{smoothing}.smooth'][:, None]).T.copy()
            state[f'{own}.{module}.bias'] = arrays[f'l{layer}.{name}.bias']
        for name, module in NORMS.items():
            state[f'{own}.{module}.weight'], state[f'{own}.{module}.bias'] = arrays[f'l{layer}.{name}.w'], arrays[f'l{layer}.{name}.b']
    config = BertConfig(
        vocab_size=len(words), hidden_size=SIZE, num_hidden_layers=LAYERS, num_attention_heads=12, intermediate_size=4 * SIZE,
        max_position_embeddings=512, type_vocab_size=1, hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict({name: torch.tensor(value) for name, value in state.items()}, strict=True)
    for parameter in model.embeddings.parameters():
        parameter.requires_grad = False
    return model


class Rounded(torch.nn.Module):
    """A weight in the steps that it will ship in; the gradient passes straight through."""

    def __init__(self, smoothing):
        super().__init__()
        self.register_buffer('smoothing', smoothing)

    def forward(self, weight):
        smoothed = weight if self.smoothing is None else weight / self.smoothing
        step = smoothed.detach().abs().amax(1, keepdim=True).clamp_min(1e-8) / LEVELS
        rounded = torch.round(smoothed.detach() / step) * step
        return weight + ((rounded if self.smoothing is None else rounded * self.smoothing) - weight).detach()


def round_weights(model, folder):
    """Trains the linear layers as they will ship."""
    arrays = arrays_of(read_onnx(folder)[1])
    for layer, modules in enumerate(model.encoder.layer):
        for name, path in LINEAR.items():
            smoothing = smoothing_of(layer, name)
            factors = None if smoothing is None else torch.tensor(arrays[f'{smoothing}.smooth'])
            parametrize.register_parametrization(modules.get_submodule(path), 'weight', Rounded(factors))


def trained_state(model):
    """The layers' weights by their plain names."""
    return {
        name.replace('.parametrizations.weight.original', '.weight'): value.half().contiguous()
        for name, value in model.state_dict().items()
        if name.startswith('encoder.') and not name.endswith('.smoothing')
    }
