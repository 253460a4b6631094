#!/usr/bin/env python3
"""Verifies the files of a list with Dask. Needs distributed (pip install dask distributed).

    samples/dask_shards.py LIST RESULTS SHARDS [options of dailies verify]
    DASK_SCHEDULER=tcp://head:8786 samples/dask_shards.py takes.txt results 64 --level decode

Without DASK_SCHEDULER it starts workers on this machine (WORKERS, default one for each processor).
All workers see the files, the list and the results under the same names.

exit of a shard           what happens
0    done                 nothing
75   try again later      TryAgain: Dask runs it again, up to five times
130, 143, signals         the same
worker killed             Dask runs it on another worker, ten times; a scheduler of your own as often as its
                          distributed.scheduler.allowed-failures says
2, 70                     the message of dailies is printed; not run again
The script ends like dailies merge: 0, 1, 3, or 75 where results are missing.
"""
import os
import subprocess
import sys

import dask
from distributed import Client, LocalCluster, as_completed

DAILIES = os.environ.get("DAILIES", "dailies")


class TryAgain(Exception):
    """The shard can't be done now."""


def verify(shard, shards, names, results, options):
    """Returns why the shard failed, where another attempt would fail too; None if it is done."""
    command = [DAILIES, "verify", "--jobs", "1", *options,
               "--shard", f"{shard}/{shards}", "--results", results, "-"]
    done = subprocess.run(command, input=names, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode == 0:
        return None
    message = f"shard {shard}: exit {done.returncode}: {done.stderr.decode(errors='replace')}"
    if done.returncode in (75, 129, 130, 143) or done.returncode < 0:
        raise TryAgain(message)
    return message


def main(names_file, results, shards, *options):
    with open(names_file, "rb") as file:
        names = file.read()
    results = os.path.abspath(results)
    os.makedirs(results, exist_ok=True)
    dask.config.set({"distributed.scheduler.allowed-failures": 10})
    scheduler = os.environ.get("DASK_SCHEDULER")
    cluster = scheduler or LocalCluster(
        n_workers=int(os.environ.get("WORKERS", "0")) or None, threads_per_worker=1,
        dashboard_address=None)
    failed = 0
    with Client(cluster) as client:
        data = client.scatter(names, broadcast=True)
        futures = client.map(
            verify, range(1, shards + 1), shards=shards, names=data, results=results,
            options=options, retries=5, pure=False)
        for future in as_completed(futures):
            problem = future.exception() if future.status == "error" else future.result()
            if problem:
                failed += 1
                print(problem, file=sys.stderr)
    if not scheduler:
        cluster.close()
    if failed:
        print(f"{failed} shards failed", file=sys.stderr)
    return subprocess.run([DAILIES, "merge", "--shards", str(shards), results]).returncode


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:]))
