"""Times the benchmark's four workloads in PyTorch, eagerly, for comparison with Critic (workloads.ts holds the same four).

Needs python3-torch (1.13 or later) with a fast BLAS (Debian: libopenblas0-pthread).

    python3 test/bench/peer.py --workload dcgan28 --threads 2 --seconds 20 --json

One generator iteration is n_critic critic updates and one generator update, written the way a careful PyTorch user writes
them. What a careful user would try out is tried out first, in a process of its own so that it does not count as memory:
NHWC images (`channels_last`), real and generated samples through the critic as one batch (`together`; only without batch
norm, which would mix them), and the optimizer's `foreach` and `fused` forms where this version has them on a CPU.

With --serve it stays and answers each line of standard input with one line of JSON:

    run SECONDS   generator iterations per second over about that long
    gemm          this machine's matrix product, 1024 x 1024 x 1024, in GFLOP/s
    quit          (or the end of the input)
"""

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time

WORKLOADS = {
    "mlp-toy": {"size": None, "batch": 256, "latent": 2, "objective": "wgan-gp", "lambda": 0.1},
    "dcgan28": {"size": 28, "channels": 1, "width": 32, "batch": 64, "latent": 100, "objective": "wgan-gp", "lambda": 10},
    "dcgan32": {"size": 32, "channels": 1, "width": 64, "batch": 64, "latent": 100, "objective": "wgan-gp", "lambda": 10},
    "dcgan64": {"size": 64, "channels": 3, "width": 64, "batch": 16, "latent": 100, "objective": "wgan", "clip": 0.01},
}
N_CRITIC = 5
# A window holds at least one iteration; the median of several windows is reported.
WINDOWS = 5
# A switch stays on only if it helps by more than the noise of a short measurement.
MARGIN = 1.03


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workload", choices=WORKLOADS, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--serve", action="store_true", help="answer lines of standard input instead")
    parser.add_argument("--variant", type=json.loads, help="a variant printed by an earlier run, instead of trying out")
    parser.add_argument("--choose", action="store_true", help="only try variants out and print the fastest")
    return parser.parse_args()


options = arguments()
# Before the import: OpenBLAS reads its variable when it is loaded.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(options.threads)

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(options.threads)


def stages(size):
    """Edge of the innermost image, and how often it is doubled."""
    edge = 7 if size == 28 else 4
    return edge, round(math.log2(size / edge))


class DcganGenerator(nn.Module):
    def __init__(self, work):
        super().__init__()
        self.edge, depth = stages(work["size"])
        widths = [work["width"] * 2**i for i in reversed(range(depth))]
        self.first = widths[0]
        self.project = nn.Linear(work["latent"], self.first * self.edge**2, bias=False)
        layers = [nn.BatchNorm2d(self.first), nn.ReLU(inplace=True)]
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [
                nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False),
                nn.BatchNorm2d(outputs),
                nn.ReLU(inplace=True),
            ]
        layers += [nn.ConvTranspose2d(widths[-1], work["channels"], 4, 2, 1), nn.Tanh()]
        self.layers = nn.Sequential(*layers)

    def forward(self, z):
        return self.layers(self.project(z).view(-1, self.first, self.edge, self.edge))


def dcgan_critic(work):
    edge, depth = stages(work["size"])
    widths = [work["channels"]] + [work["width"] * 2**i for i in range(depth)]
    norm = work["objective"] == "wgan"
    layers = []
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        normed = norm and i > 0
        layers.append(nn.Conv2d(inputs, outputs, 4, 2, 1, bias=not normed))
        if normed:
            layers.append(nn.BatchNorm2d(outputs))
        layers.append(nn.LeakyReLU(0.2, inplace=True))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(widths[-1] * edge**2, 1))


def mlp(inputs, outputs):
    layers = []
    for width in (512, 512, 512):
        layers += [nn.Linear(inputs, width), nn.ReLU(inplace=True)]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


def initialise(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)


def optimizer(work, parameters, variant):
    form = {name: True for name in ("foreach", "fused") if variant[name]}
    if work["objective"] == "wgan":
        return torch.optim.RMSprop(parameters, lr=5e-5, **form)
    return torch.optim.Adam(parameters, lr=1e-4, betas=(0.5, 0.9), **form)


class Training:
    """One workload in one variant."""

    def __init__(self, work, variant):
        torch.manual_seed(1)
        self.work, self.variant = work, variant
        image = work["size"] is not None
        self.generator = DcganGenerator(work) if image else mlp(work["latent"], 2)
        self.critic = dcgan_critic(work) if image else mlp(2, 1)
        shape = (work["channels"], work["size"], work["size"]) if image else (2,)
        real = [torch.rand(work["batch"], *shape) * 2 - 1 for _ in range(16)]
        if image:
            self.generator.apply(initialise)
            self.critic.apply(initialise)
        self.format = torch.channels_last if variant["channels_last"] else torch.contiguous_format
        if variant["channels_last"]:
            self.generator.to(memory_format=self.format)
            self.critic.to(memory_format=self.format)
        self.batches = [batch.contiguous(memory_format=self.format) for batch in real]
        self.generator_optimizer = optimizer(work, self.generator.parameters(), variant)
        self.critic_optimizer = optimizer(work, self.critic.parameters(), variant)
        self.updates = 0

    def latent(self):
        return torch.randn(self.work["batch"], self.work["latent"])

    def scores(self, real, fake):
        if self.variant["together"]:
            return self.critic(torch.cat([real, fake])).chunk(2)
        return self.critic(real), self.critic(fake)

    def penalty(self, real, fake):
        u = torch.rand(len(real), *[1] * (real.dim() - 1))
        points = torch.lerp(fake, real, u).requires_grad_(True)
        (gradient,) = torch.autograd.grad(self.critic(points).sum(), points, create_graph=True)
        norms = gradient.flatten(1).norm(2, dim=1)
        return (norms - 1).square().mean()

    def critic_update(self):
        real = self.batches[self.updates % len(self.batches)]
        self.updates += 1
        with torch.no_grad():
            fake = self.generator(self.latent()).contiguous(memory_format=self.format)
        on_real, on_fake = self.scores(real, fake)
        loss = on_fake.mean() - on_real.mean()
        if self.work["objective"] == "wgan-gp":
            loss = loss + self.work["lambda"] * self.penalty(real, fake)
        self.critic_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.critic_optimizer.step()
        if self.work["objective"] == "wgan":
            with torch.no_grad():
                for parameter in self.critic.parameters():
                    parameter.clamp_(-self.work["clip"], self.work["clip"])
        return loss.item()

    def generator_update(self):
        self.critic.requires_grad_(False)
        loss = -self.critic(self.generator(self.latent())).mean()
        self.generator_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.generator_optimizer.step()
        self.critic.requires_grad_(True)
        return loss.item()

    def iteration(self):
        losses = [self.critic_update() for _ in range(N_CRITIC)]
        losses.append(self.generator_update())
        assert all(map(math.isfinite, losses)), losses

    def rate(self, seconds):
        """Iterations per second, in at least one iteration."""
        start = time.perf_counter()
        count = 0
        while True:
            self.iteration()
            count += 1
            elapsed = time.perf_counter() - start
            if elapsed >= seconds:
                return count / elapsed


def variants_to_try(work):
    """What may be switched on, one after another."""
    switches = ["together"] if work["objective"] == "wgan-gp" else []
    if work["size"] is not None:
        switches.append("channels_last")
    return switches + ["foreach", "fused"]


def choose(work):
    """Switches on what makes the workload faster. A switch that this version lacks raises and is left off."""
    variant = {"together": False, "channels_last": False, "foreach": False, "fused": False}

    def speed(candidate):
        training = Training(work, candidate)
        training.iteration()
        return max(training.rate(0.5) for _ in range(3))

    best = speed(variant)
    for switch in variants_to_try(work):
        candidate = {**variant, switch: True}
        if switch == "fused":
            candidate["foreach"] = False
        try:
            measured = speed(candidate)
        except (RuntimeError, TypeError, ValueError):
            continue
        if measured > MARGIN * best:
            best, variant = measured, candidate
    return variant


def chosen_elsewhere():
    command = [sys.executable, __file__, "--choose", "--workload", options.workload, "--threads", str(options.threads)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def gemm():
    """GFLOP/s of the best of several products of two 1024 x 1024 matrices."""
    a, b = torch.rand(1024, 1024), torch.rand(1024, 1024)
    best = math.inf
    for _ in range(12):
        start = time.perf_counter()
        torch.mm(a, b)
        best = min(best, time.perf_counter() - start)
    return 2 * 1024**3 / best / 1e9


def measure(training, seconds):
    rates = [training.rate(seconds / WINDOWS) for _ in range(WINDOWS)]
    return {
        "workload": options.workload,
        "threads": options.threads,
        "iterations_per_second": statistics.median(rates),
        "windows": rates,
        "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "torch": torch.__version__,
        "variant": training.variant,
    }


def answer(line, training):
    words = line.split()
    if words[:1] == ["run"] and len(words) == 2:
        try:
            seconds = float(words[1])
        except ValueError:
            return {"error": f'"{words[1]}" is not a number of seconds'}
        return measure(training, seconds)
    if words == ["gemm"]:
        return {"gemm_gflops": gemm()}
    return {"error": f'"{line.strip()}" is not a command: use run SECONDS, gemm or quit'}


def serve(training):
    print(json.dumps({"ready": True, "variant": training.variant, "torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        if line.strip() == "quit":
            return
        print(json.dumps(answer(line, training)), flush=True)


def main():
    work = WORKLOADS[options.workload]
    if options.choose:
        print(json.dumps(choose(work)))
        return
    training = Training(work, options.variant or chosen_elsewhere())
    training.iteration()
    if options.serve:
        serve(training)
        return
    result = measure(training, options.seconds)
    result["gemm_gflops"] = gemm()
    if options.json:
        print(json.dumps(result))
        return
    on = [name for name, used in result["variant"].items() if used]
    print(f"{result['workload']}, PyTorch {result['torch']}, {result['threads']} threads, {', '.join(on) or 'plain'}")
    print(f"{result['iterations_per_second']:.3f} generator iterations per second (median of {WINDOWS} windows)")
    print(f"{result['peak_rss_bytes'] / 2**20:.0f} MiB at most, {result['gemm_gflops']:.1f} GFLOP/s in a 1024 x 1024 product")


if __name__ == "__main__":
    main()
