"""Writes the trained reranker as the int8 model that ships: `python3 export.py BASE TRAINED MODEL`.

BASE     the folder of the published model that train.py started from
TRAINED  what train.py wrote
MODEL    the folder to write `onnx/model_quantized.onnx` into
"""
import os
import sys
import tempfile

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from transformers import BertConfig, BertModel


class LastLayer(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state


def main(base, trained, model):
    config = BertConfig.from_json_file(os.path.join(base, 'config.json'))
    config._attn_implementation = 'eager'
    bert = BertModel(config, add_pooling_layer=False).eval()
    weights = {k.removeprefix('bert.'): v for k, v in load_file(os.path.join(base, 'model.safetensors')).items()}
    weights |= {k: v.float() for k, v in load_file(trained).items()}
    bert.load_state_dict({k: v for k, v in weights.items() if 'pooler' not in k and 'position_ids' not in k}, strict=False)
    names = ['input_ids', 'attention_mask', 'token_type_ids']
    ids = torch.randint(1000, 2000, (2, 16))
    os.makedirs(os.path.join(model, 'onnx'), exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = os.path.join(folder, 'model.onnx')
        torch.onnx.export(
            LastLayer(bert),
            (ids, torch.ones_like(ids), torch.zeros_like(ids)),
            full,
            input_names=names,
            output_names=['last_hidden_state'],
            dynamic_axes={name: {0: 'batch_size', 1: 'sequence_length'} for name in [*names, 'last_hidden_state']},
            opset_version=14,
            dynamo=False,
        )
        quantize_dynamic(
            full,
            os.path.join(model, 'onnx', 'model_quantized.onnx'),
            weight_type=QuantType.QUInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={'EnableSubgraph': True, 'MatMulConstBOnly': True},
        )


main(*sys.argv[1:])
