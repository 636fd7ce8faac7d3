"""What every story has: chapters, told through one hand (see hands.py), and what is observed on the way.

A chapter does a few calls, checks what must hold, and notes what another client must observe as well: nothing that
depends on the clock or on the story's name.
"""

import time

from hands import Refused


class Telling:
    def __init__(self, hand, name):
        self.hand, self.name = hand, name
        self.observed = {}

    def chapters(self):
        raise NotImplementedError

    def tell(self):
        for chapter in self.chapters():
            chapter()
        return self.observed

    def wait_for(self, condition):
        end = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < end, "waited for a minute"
            time.sleep(0.1)

    def note_refusal(self, what, call, **given):
        try:
            self.hand(call, **given)
        except Refused as refused:
            self.observed[what] = (refused.code, refused.text.replace(self.name, "NAME"))
        else:
            raise AssertionError(f"{call} was not refused: {what}")
