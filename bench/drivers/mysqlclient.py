"""Python's mysqlclient (MySQLdb): the driver whose interface mysqldb has, for the blocking scenarios.

    python3 mysqlclient.py <task> [argument...]

The tasks are those of bench/tasks.mjs, the lines that it reads and writes those of
bench/driver-process.mjs.
"""

import json
import os
import resource
import sys
import time

import MySQLdb
from MySQLdb.cursors import DictCursor


def open_connection():
    env = os.environ
    place = (
        {"unix_socket": env["BENCH_SOCKET"]}
        if env["BENCH_SOCKET"]
        else {"host": env["BENCH_HOST"], "port": int(env["BENCH_PORT"])}
    )
    return MySQLdb.connect(
        user=env["BENCH_USER"],
        passwd=env["BENCH_PASSWORD"],
        db=env["BENCH_DATABASE"],
        charset="utf8mb4",
        autocommit=True,
        **place,
    )


def rows_task(connection, shape, sql):
    def run():
        cursor = connection.cursor(DictCursor if shape == "objects" else None)
        cursor.execute(sql)
        return len(cursor.fetchall())

    return run


def queries_task(connection, before, after, rows, queries, width, first, modulus, stride):
    if width != "1":
        raise ValueError("it has one connection only")
    rows, queries, first, modulus, stride = map(int, (rows, queries, first, modulus, stride))
    sql = before.replace("%", "%%") + "%s" + after.replace("%", "%%")

    def run():
        cursor = connection.cursor(DictCursor)
        for n in range(queries):
            expected = first + n * stride % modulus
            cursor.execute(sql, (expected,))
            found = cursor.fetchall()
            if len(found) != rows or (rows == 1 and found[0]["id"] != expected):
                raise ValueError("a wrong answer")
        return queries

    return run


def loaded_rows(rows):
    return [(n, f"name {n}", n / 8) for n in range(int(rows))]


def inserts_task(connection, sql, rows):
    sql, rows = sql.replace("?", "%s"), loaded_rows(rows)

    def run():
        cursor = connection.cursor()
        for row in rows:
            cursor.execute(sql, row)
        return len(rows)

    return run


def bulk_task(connection, sql, rows):
    sql, rows = sql.replace("?", "%s"), loaded_rows(rows)

    def run():
        connection.cursor().executemany(sql, rows)
        return len(rows)

    return run


def connect_task(_connection, times):
    def run():
        for _ in range(int(times)):
            open_connection().close()
        return int(times)

    return run


TASKS = {
    "rows": rows_task,
    "queries": queries_task,
    "inserts": inserts_task,
    "bulk": bulk_task,
    "connect": connect_task,
}


def peak_rss_mb():
    """Not ru_maxrss where Linux knows better: that begins with the size of the starting process."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line[:5] == "VmHWM")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sample(run):
    cpu, wall = time.process_time(), time.perf_counter()
    operations = run()
    wall_ms = (time.perf_counter() - wall) * 1e3
    cpu_ms = (time.process_time() - cpu) * 1e3
    return {
        "wallMs": wall_ms,
        "cpuMs": cpu_ms,
        "operations": operations,
        "peakRssMb": peak_rss_mb(),
    }


def main():
    task, *arguments = sys.argv[1:]
    run = TASKS[task](open_connection(), *arguments)
    python = ".".join(map(str, sys.version_info[:3]))
    print(json.dumps({"ready": True, "version": f"{MySQLdb.__version__}, Python {python}"}), flush=True)
    for _ in sys.stdin:
        try:
            reply = sample(run)
        except Exception as error:
            reply = {"error": str(error)}
        print(json.dumps(reply), flush=True)


main()
