"""Errors a person can act on."""


class JobError(Exception):
    """What failed, and what to do about it.

    Parameters
    ----------
    message : str
        What failed, naming the column or value.
    fix : str
        What the person can do.
    """

    def __init__(self, message, fix):
        super().__init__(message)
        self.fix = fix


class Cancelled(BaseException):
    """Raised in the main thread by SIGTERM; not an ``Exception``, so no estimator swallows it."""
