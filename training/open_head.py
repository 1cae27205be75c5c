"""The open head as the training reads it: geometry, bases, UV places of landmarks, wrinkle regions.

Reads `models/open/face-model.safetensors` (format: src/shared/core/face/face-model-file.ts, packed-basis.ts). Metres;
right-handed, +x the subject's left, +y up, +z out of the face.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
PACK = REPOSITORY / "models" / "open"

_TYPES = {"F32": np.float32, "I32": np.int32, "U32": np.uint32, "I16": np.int16, "I8": np.int8, "U8": np.uint8}


def read_safetensors(path):
    """All tensors of a safetensors file by name, and its metadata (https://huggingface.co/docs/safetensors, format)."""
    data = Path(path).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    body = memoryview(data)[8 + length :]
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(body[start:end], _TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata


def write_safetensors(path, tensors):
    """Writes named arrays, the widest numbers first so that each lies aligned, in one deterministic order."""
    names = {np.dtype(kind): name for name, kind in _TYPES.items()}
    header, bodies, offset = {}, [], 0
    for name, array in sorted(tensors.items(), key=lambda item: (-item[1].dtype.itemsize, item[0])):
        body = np.ascontiguousarray(array).tobytes()
        header[name] = {
            "dtype": names[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [offset, offset + len(body)],
        }
        bodies.append(body)
        offset += len(body)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(len(text).to_bytes(8, "little") + text + b"".join(bodies))


@dataclass(frozen=True)
class OpenHead:
    """What is needed to shape the head and to lay it out on its UV square."""

    template: np.ndarray  # [vertices, 3] metres
    identity: np.ndarray  # [identity components, vertices × 3] metres per unit
    expression_names: list  # the 52 ARKit names, then the correctives
    expressions: np.ndarray  # [expressions, vertices × 3]
    triangles: np.ndarray  # [triangles, 3]
    uvs: np.ndarray  # [uv points, 2], v up
    uv_triangles: np.ndarray  # [triangles, 3]
    landmark_uvs: np.ndarray  # [478, 2] MediaPipe's points on the UV square, v up
    regions: dict  # name → [256, 256] 0..1, row 0 at v = 1


def _dense_basis(tensors, name, vertices):
    """offset of vertex v in field f = steps[f] · offsets; field f's entries lie from starts[f] to starts[f + 1]."""
    steps, starts = tensors[f"{name}/steps"], tensors[f"{name}/starts"]
    basis = np.zeros((len(steps), vertices, 3), np.float32)
    for field, step in enumerate(steps):
        entries = slice(starts[field], starts[field + 1])
        basis[field, tensors[f"{name}/vertices"][entries]] = tensors[f"{name}/offsets"][entries] * step
    return basis.reshape(len(steps), vertices * 3)


def read_open_head():
    """The committed open head."""
    tensors, metadata = read_safetensors(PACK / "face-model.safetensors")
    header = json.loads(metadata["face-model"])
    template = tensors["template"]
    uvs, uv_triangles = tensors["uvs"], tensors["uvTriangles"]
    corners = uvs[uv_triangles[tensors["landmarks/mediapipe478/triangles"][0]]]
    landmark_uvs = (corners * tensors["landmarks/mediapipe478/barycentrics"][0][:, :, None]).sum(1)
    return OpenHead(
        template=template,
        identity=_dense_basis(tensors, "identityBasis", len(template)),
        expression_names=header["expressionNames"],
        expressions=_dense_basis(tensors, "expressionBasis", len(template)),
        triangles=tensors["triangles"].astype(np.int64),
        uvs=uvs,
        uv_triangles=uv_triangles.astype(np.int64),
        landmark_uvs=landmark_uvs,
        regions={name: tensors[f"regionMasks/{name}"] / np.float32(255) for name in header["regionMasks"]},
    )
