"""Writes the trained network as models/open/relief-network.onnx, and what it makes of one observation for the tests.

    python3 training/export.py

The parity fixture (test/fixtures/relief-parity.safetensors) holds an observation and PyTorch's answer to it at every
eighth texel of both maps; the project's own tests run the committed ONNX through the product's runtime on it.
"""

import argparse
import json
import warnings
from pathlib import Path

import numpy as np
import torch

from open_head import PACK, REPOSITORY, write_safetensors
from relief_network import SIZE, ReliefNetwork
from samples import CROP, RUNS

CALIBRATION = RUNS / "calibration.json"
FIXTURE = REPOSITORY / "test" / "fixtures" / "relief-parity.safetensors"
FIXTURE_RECORD = 16  # of the held-out shard: deep folds in good light
PARITY_STRIDE = 8


def trained_network():
    """The averaged network of the last checkpoint, ready to answer: with its gain once calibrate.py has measured it."""
    network = ReliefNetwork(json.loads(CALIBRATION.read_text())["gain"] if CALIBRATION.exists() else 1.0)
    network.load_state_dict(torch.load(RUNS / "checkpoint.pt")["average"])
    return network.eval()


def export_onnx(network, path):
    """ONNX, operator set 13: input `relief` [1, 2, 256, 256], outputs `displacement` and `confidence` [1, 1, 256, 256].

    Of fixed shape, as every graph that the product opens.
    """
    names = ["relief", "displacement", "confidence"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            torch.zeros(1, 2, SIZE, SIZE),
            str(path),
            opset_version=13,
            input_names=names[:1],
            output_names=names[1:],
        )


def parity_fixture(network):
    """One held-out observation and the network's answer."""
    record = np.load(RUNS / "samples" / "00000.npy", mmap_mode="r")[FIXTURE_RECORD]
    shading, weight = np.zeros((SIZE, SIZE), np.int8), np.zeros((SIZE, SIZE), np.uint8)
    shading[CROP], weight[CROP] = record["shading"], record["weight"]
    relief = torch.from_numpy(np.stack([shading / np.float32(127), weight / np.float32(255)]).astype(np.float32))
    with torch.no_grad():
        displacement, confidence = network(relief[None])
    pick = slice(PARITY_STRIDE // 2, None, PARITY_STRIDE)
    return {
        "shading": shading,
        "weight": weight,
        "displacement": displacement[0, 0, pick, pick].numpy(),
        "confidence": confidence[0, 0, pick, pick].numpy(),
    }


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    network = trained_network()
    export_onnx(network, PACK / "relief-network.onnx")
    write_safetensors(FIXTURE, parity_fixture(network))
    print("parameters", sum(parameter.numel() for parameter in network.parameters()))
    print("bytes", Path(PACK / "relief-network.onnx").stat().st_size)


if __name__ == "__main__":
    main()
