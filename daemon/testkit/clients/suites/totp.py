"""What an authenticator app shows (RFC 6238)."""

import base64
import hashlib
import hmac
import struct
import time


def step():
    return int(time.time()) // 30


def code(seed, step):
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def wait_beyond(last):
    """Waits until a step after `last` has begun."""
    time.sleep(max(0, (last + 1) * 30 - time.time()))
