from assembler.resolve.resolve import Resolved
from assembler.write.written import Options, Written


def differences(written: Written, resolved: Resolved, options: Options) -> list[str]:
    return []
