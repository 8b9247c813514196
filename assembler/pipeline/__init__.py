"""The only place where the stages meet; besides the command line the only reader of the disk."""

from assembler.pipeline.building import Built, build
from assembler.pipeline.proving import SelfCheckFailed
from assembler.pipeline.reviewing import RefreshRequest, VerifyRequest, refresh, verify
from assembler.pipeline.showing import show
from assembler.pipeline.stages import Progress, Request, composed_today, document_ids, roots_of

__all__ = [
    "Built",
    "Progress",
    "RefreshRequest",
    "Request",
    "SelfCheckFailed",
    "VerifyRequest",
    "build",
    "composed_today",
    "document_ids",
    "refresh",
    "roots_of",
    "show",
    "verify",
]
