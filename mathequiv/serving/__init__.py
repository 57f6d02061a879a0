"""``mathequiv serve``: grades and rewards over HTTP, from a pool of processes.

`settings` says what can be set, `messages` what is taken and returned, `dialects` what trainers send instead, `pool`
keeps the processes, each of which runs `worker`, `metrics` counts, `app` is the ASGI application, `run` serves it.
"""
