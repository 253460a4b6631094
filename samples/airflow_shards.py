"""Verifies the files of a list as an Airflow DAG: a mapped task for each shard, then the merge.

Put it into the folder of DAGs (Airflow 2.5 or later, or 3), and trigger it with
{"list": "/media/takes.txt", "results": "/media/results", "shards": 64, "options": ["--level", "decode"]}.
All workers see the files, the list and the results under the same names.

exit of a shard           what Airflow does
0    done                 success
75   try again later      fails, and is run again up to RETRIES times
143, killed by a signal   the same
2, 70                     AirflowFailException: failed, not again
merge: 1, 3               success with the exit code as its value; the verdicts are in union.jsonl
merge: 75                 failed: results are missing; clear the failed shards to run them again
"""
import os
import subprocess
from datetime import datetime, timedelta

from airflow.decorators import dag, task
from airflow.exceptions import AirflowFailException

DAILIES = os.environ.get("DAILIES", "dailies")
RETRIES = 3


def call(command, **files):
    """Runs dailies; exit codes that another attempt wouldn't change fail for good."""
    code = subprocess.run(command, **files).returncode
    if code in (2, 70):
        raise AirflowFailException(f"dailies ended with {code}; its message is above")
    if code not in (0, 1, 3):
        raise RuntimeError(f"dailies ended with {code}: another attempt may succeed")
    return code


@dag(
    schedule=None,
    start_date=datetime(2026, 1, 1),
    catchup=False,
    params={"list": "takes.txt", "results": "results", "shards": 64, "options": []},
)
def dailies_verify():
    @task
    def shards(params=None):
        return list(range(1, params["shards"] + 1))

    @task(retries=RETRIES, retry_delay=timedelta(minutes=1), max_active_tis_per_dag=16)
    def verify(shard, params=None):
        with open(params["list"], "rb") as names:
            call([DAILIES, "verify", *params["options"], "--shard", f"{shard}/{params['shards']}",
                  "--results", params["results"], "-"], stdin=names)

    @task
    def merge(params=None):
        return call([DAILIES, "merge", "--shards", str(params["shards"]), "--output",
                     os.path.join(params["results"], "union.jsonl"), params["results"]])

    verify.expand(shard=shards()) >> merge()


dailies_verify()
