"""Spark, or Sail in its place, as a program that others ask: it runs in .readers-venv. It reads the lake by the code
that docs/lake.md shows. A line of JSON in says where the lake is told of and which app is meant, what to run first, and
what to ask."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession


def main() -> None:
    """Answer until nobody asks any more."""
    with session(sys.argv[1]) as spark:
        print("ready", flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                exec(asked["read"], {"spark": spark, "app": asked["app"], "analysts_url": asked["url"]})
                for statement in asked["first"]:
                    spark.sql(statement)
                answers = [[row.asDict() for row in spark.sql(query).collect()] for query in asked["queries"]]
                print(json.dumps({"answers": answers}, default=str), flush=True)
            except PySparkException as error:
                print(json.dumps({"error": str(error)}), flush=True)


@contextmanager
def session(engine: str) -> Iterator[Any]:
    """Of the engine `sail`, in this process, or `spark`, of two workers each in a Java machine of its own."""
    if engine == "sail":
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer()
        server.start()
        _, port = server.listening_address
        os.environ["SPARK_REMOTE"] = f"sc://127.0.0.1:{port}"
        yield SparkSession.builder.getOrCreate()
        return
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.executor.memory", "512m").config("spark.driver.memory", "512m")
    spark = builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    yield spark
    spark.stop()


if __name__ == "__main__":
    main()
