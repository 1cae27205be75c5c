"""Trains the relief network on the shards of samples.py; takes up where it stopped.

    OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1 nice -n 10 python3 training/train.py --slice 900 --whole 4200

`--slice` seconds are trained now; `--whole` is the length of the whole training in seconds, over which the rate of
learning falls.
"""

import argparse
import time

import numpy as np
import torch
from torch.nn import functional

from relief_network import EXTENT, TRUST_TEXELS, UNIT_METRES, ReliefNetwork
from samples import MILLIMETRES, RUNS, SHARD_SAMPLES

BATCH = 6
RATE, LAST_RATE = 2.5e-3, 2e-5
WARM_UP_STEPS = 100
HELD_OUT_SHARDS = (0,)  # never trained on: what the log's correlation is measured on
GRADIENT_SHARE = 0.5
FAINT = 0.06  # of a frame's relief, UNIT_METRES²: keeps faint frames from counting more than deep ones
TRUST_SHARE = 0.05
TRUST_FLOOR = 0.03**2 / 0.2**2  # (0.03 mm)², in UNIT_METRES²
MOST_SHIFT = 8  # texels, either way: the head that a picture is laid on is not the one in it, folds lie beside their place
LOG_EVERY, SAVE_EVERY = 200, 200
AVERAGE_MEMORY = 0.998  # of the average of the weights over the last steps, which is what ships: it errs less than any


class Shards:
    """Records drawn at random from all shards made so far, each shifted, every other batch mirrored."""

    def __init__(self, generator):
        self._random, self._maps = generator, {}

    def batch(self, size):
        paths = self._training_paths()
        records = []
        for _ in range(size):
            path = paths[self._random.integers(len(paths))]
            record = self._open(path)[self._random.integers(SHARD_SAMPLES)]
            records.append(shifted(record, *self._random.integers(-MOST_SHIFT, MOST_SHIFT + 1, 2)))
        return to_tensors(np.array(records), self._random.random() < 0.5)

    def held_out(self):
        return [self._open(RUNS / "samples" / f"{index:05d}.npy") for index in HELD_OUT_SHARDS]

    def _training_paths(self):
        names = sorted((RUNS / "samples").glob("[0-9]*.npy"))
        return [path for path in names if int(path.stem) not in HELD_OUT_SHARDS]

    def _open(self, path):
        if path not in self._maps:
            self._maps[path] = np.load(path, mmap_mode="r")
        return self._maps[path]


def shifted(record, down, right):
    """A record moved by so many texels, unseen where it comes from beyond the edge."""
    moved = np.zeros_like(record)
    rows, columns = (slice(max(by, 0), EXTENT + min(by, 0)) for by in (down, right))
    from_rows, from_columns = (slice(max(-by, 0), EXTENT + min(-by, 0)) for by in (down, right))
    for name in record.dtype.names:
        moved[name][rows, columns] = record[name][from_rows, from_columns]
    return moved


def to_tensors(records, mirror=False):
    """Records as the network's input [n, 2, …] and the relief in its unit [n, 1, …]."""
    shading = torch.from_numpy(records["shading"].astype(np.float32) / 127)
    weight = torch.from_numpy(records["weight"].astype(np.float32) / 255)
    relief = torch.from_numpy(records["displacement"].astype(np.float32) / np.float32(MILLIMETRES * UNIT_METRES))
    inputs, relief = torch.stack([shading, weight], 1), relief[:, None]
    if mirror:
        inputs, relief = inputs.flip(3), relief.flip(3)
    return inputs.to(memory_format=torch.channels_last), relief


def losses(network, inputs, relief):
    """Squared error with gradients, per frame in shares of its relief; and the confidence's loss."""
    depth, trust = network.crop(inputs)
    seen = (inputs[:, 1:] > 0).float() * (0.25 + 0.75 * inputs[:, 1:])
    error = depth - relief
    squared = (seen * error**2).mean((1, 2, 3))
    across = (seen[..., 1:] * (error[..., 1:] - error[..., :-1]) ** 2).mean((1, 2, 3))
    down = (seen[..., 1:, :] * (error[..., 1:, :] - error[..., :-1, :]) ** 2).mean((1, 2, 3))
    size = (seen * relief**2).mean((1, 2, 3))
    depth_loss = ((squared + GRADIENT_SHARE * (across + down)) / (size + FAINT)).mean()
    with torch.no_grad():
        share = explained_share(seen * error, seen * relief)
    seen_there = functional.avg_pool2d(seen, TRUST_TEXELS)
    trust_loss = functional.binary_cross_entropy_with_logits(trust, share, weight=seen_there)
    return depth_loss, trust_loss


def explained_share(error, relief):
    """Share of the relief about each four by four texels that the estimate explains, 0..1: what the confidence learns."""
    left, there = _about(error**2), _about(relief**2)
    return (1 - left / (there + TRUST_FLOOR)).clamp(0, 1)


def _about(maps):
    """Means over 4×4 texels, smoothed over their neighbours: a bell of about 8 texels."""
    maps = functional.avg_pool2d(maps, TRUST_TEXELS)
    return functional.avg_pool2d(functional.avg_pool2d(maps, 3, 1, 1), 3, 1, 1)


def held_out_score(network, shards):
    """Mean correlation of estimate and relief where seen, over held-out frames with visible relief."""
    network.eval()
    scores = []
    with torch.no_grad():
        for records in shards.held_out():
            for start in range(0, SHARD_SAMPLES, 8):
                inputs, relief = to_tensors(np.array(records[start : start + 8]))
                depth, _ = network.crop(inputs)
                for estimate, truth, weight in zip(depth[:, 0], relief[:, 0], inputs[:, 1]):
                    there = weight > 0.5
                    if there.sum() > 3000 and truth[there].std() > 0.15:
                        scores.append(np.corrcoef(estimate[there], truth[there])[0, 1])
    network.train()
    return float(np.mean(scores)), len(scores)


def follow(average, network, memory):
    """Moves an average of weights, and of what its layers know of their inputs, on by a step."""
    with torch.no_grad():
        for mean, value in zip(average.state_dict().values(), network.state_dict().values()):
            if value.is_floating_point():
                mean.lerp_(value, 1 - memory)
            else:
                mean.copy_(value)


def rate_at(step, share):
    """Cosine from RATE to LAST_RATE over the whole training, of which `share` is done, after a short warm-up."""
    fall = 0.5 * (1 + np.cos(np.pi * min(share, 1)))
    return (LAST_RATE + (RATE - LAST_RATE) * fall) * min((step + 1) / WARM_UP_STEPS, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slice", type=float, required=True, help="seconds to train now")
    parser.add_argument("--whole", type=float, required=True, help="seconds of the whole training")
    parser.add_argument("--threads", type=int, default=1, help="processors to use")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    network = ReliefNetwork().to(memory_format=torch.channels_last)
    average = ReliefNetwork().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-4)
    path, step, seconds = RUNS / "checkpoint.pt", 0, 0.0
    if path.exists():
        state = torch.load(path)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, seconds = state["step"], state["seconds"]
    shards = Shards(np.random.default_rng([7, step]))
    start, sums = time.time() - seconds, np.zeros(2)
    end = min(seconds + arguments.slice, arguments.whole)
    while time.time() - start < end:
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, (time.time() - start) / arguments.whole)
        depth_loss, trust_loss = losses(network, *shards.batch(BATCH))
        optimizer.zero_grad()
        (depth_loss + TRUST_SHARE * trust_loss).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        follow(average, network, min(AVERAGE_MEMORY, step / (step + 10)))
        step += 1
        sums += depth_loss.item(), trust_loss.item()
        if step % LOG_EVERY == 0:
            score, count = held_out_score(average, shards)
            made = len(list((RUNS / "samples").glob("[0-9]*.npy"))) * SHARD_SAMPLES
            line = f"step {step} seconds {time.time() - start:.0f} samples {made} depth {sums[0] / LOG_EVERY:.4f} trust {sums[1] / LOG_EVERY:.4f} held-out r {score:.4f} ({count} frames)"
            print(line, flush=True)
            with open(RUNS / "training-log.txt", "a") as log:
                log.write(line + "\n")
            sums[:] = 0
        if step % SAVE_EVERY == 0:
            _save(path, network, average, optimizer, step, time.time() - start)
    _save(path, network, average, optimizer, step, time.time() - start)


def _save(path, network, average, optimizer, step, seconds):
    state = {
        "network": network.state_dict(),
        "average": average.state_dict(),
        "optimizer": optimizer.state_dict(),
        "step": step,
        "seconds": seconds,
    }
    torch.save(state, path.with_suffix(".next"))
    path.with_suffix(".next").replace(path)


if __name__ == "__main__":
    main()
