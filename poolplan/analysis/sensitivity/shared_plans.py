"""Plans on their way between processes, and to disk: a bit for each decision, squeezed."""

import zlib
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256

import numpy as np

from poolplan.analysis.sensitivity.tasks import NOTHING_MORE, Known
from poolplan.model.draws import Knowledge, Plans

NAME_LETTERS = 20


def packed(base: Knowledge, knowledge: Knowledge) -> Known:
    """Return the plans of some knowledge that come after those of `base`, which are its first."""
    plans = knowledge.plans[len(base.plans) :]
    if not plans.size:
        return NOTHING_MORE
    bits = np.packbits(plans, axis=1).tobytes()
    return Known(sha256(bits).hexdigest()[:NAME_LETTERS], zlib.compress(bits))


def unpacked(base: Knowledge, known: Known) -> Knowledge:
    """Return the knowledge that `packed` was given."""
    if not known.name:
        return base
    columns = base.plans.shape[1]
    bits = np.frombuffer(zlib.decompress(known.packed), dtype=np.uint8).reshape(-1, -(-columns // 8))
    return replace(base, plans=np.vstack([base.plans, np.unpackbits(bits, axis=1, count=columns)]))


def plan_text(plan: Plans) -> str:
    """Return one plan as text."""
    return b64encode(zlib.compress(np.packbits(plan).tobytes())).decode()


def plan_of(text: str, columns: int) -> Plans:
    """Return the plan that `plan_text` wrote, of so many decisions."""
    bits = np.frombuffer(zlib.decompress(b64decode(text)), dtype=np.uint8)
    return np.unpackbits(bits, count=columns)
