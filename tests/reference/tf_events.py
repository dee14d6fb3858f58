"""Makes tests/goldens/tf_events.json: an event file as TensorBoard's own classes
write it, times 0, and what its reader finds in it.

PyPI: tensorboard.
"""

import io
import json
import struct
import tempfile
import zlib
from pathlib import Path

import tensorboard
from tensorboard.backend.event_processing import event_accumulator
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2
from tensorboard.compat.proto import tensor_shape_pb2, types_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

GOLDEN = Path(__file__).parent.parent / "goldens" / "tf_events.json"


def png():
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 3, 2, 8, 6, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([10, 20, 30, 255] * 3) for _ in range(2))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def event(step, **value):
    summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(**value)])
    return event_pb2.Event(step=step, summary=summary)


TEXT = tensor_pb2.TensorProto(
    dtype=types_pb2.DT_STRING,
    tensor_shape=tensor_shape_pb2.TensorShapeProto(),
    string_val=["Ton und Kohlenstoff: für µm".encode()],
)
META = summary_pb2.SummaryMetadata(
    plugin_data=summary_pb2.SummaryMetadata.PluginData(plugin_name="text")
)
PNG = png()
IMAGE = summary_pb2.Summary.Image(
    height=2, width=3, colorspace=4, encoded_image_string=PNG
)
EVENTS = [
    event_pb2.Event(file_version="brain.Event:2"),
    event(1, tag="loss", simple_value=0.1),
    event(300, tag="val_loss", simple_value=1e30),
    event(300, tag="figures/a", image=IMAGE),
    event(300, tag="config", tensor=TEXT, metadata=META),
]

made = io.BytesIO()
writer = RecordWriter(made)
for one in EVENTS:
    writer.write(one.SerializeToString())

with tempfile.TemporaryDirectory() as folder:
    Path(folder, "a.tfevents").write_bytes(made.getvalue())
    found = event_accumulator.EventAccumulator(folder)
    found.Reload()
    assert found.Scalars("loss")[0].step == 1
    assert found.Images("figures/a")[0].width == 3
    assert "config" in found.Tags()["tensors"]

GOLDEN.write_text(
    json.dumps(
        {
            "made_with": f"tensorboard {tensorboard.__version__}",
            "png": PNG.hex(),
            "file": made.getvalue().hex(),
        },
        indent=1,
    )
    + "\n"
)
