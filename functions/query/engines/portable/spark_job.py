"""What Spark runs for a question: it is put beside what the question brought along, and knows nothing of Spoor. The
address of request.json is its one argument."""

import json
import sys
from urllib.parse import urlsplit

from pyspark.sql import SparkSession

SCHEMAS = {
    "sealed": "name string, anonymous_id string, t_ms bigint, t_us smallint",
    "rest": "name string, anonymous_id string, t_ms bigint, t_us smallint",
    "people": "anonymous_id string, visitor string",
    "words": "place int, name string",
    "cells": "cell bigint, place int, word int, bit bigint",
}


def main(address: str) -> None:
    """Read what is asked, ask it, and write the rows, one a line."""
    request = json.loads(_read(address))
    spark = SparkSession.builder.appName("spoor").getOrCreate()
    for name, schema in SCHEMAS.items():
        spark.read.schema(schema).parquet(*request["files"][name]).createOrReplaceTempView(name)
    spark.sql(request["happened"]).createOrReplaceTempView("happened")
    rows = spark.sql(request["text"]).collect()
    _write(request["answer"], "".join(json.dumps(row.asDict()) + "\n" for row in rows))


def _read(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme == "file":
        with open(parts.path, encoding="utf-8") as file:
            return file.read()
    import boto3

    found: bytes = boto3.client("s3").get_object(Bucket=parts.netloc, Key=parts.path[1:])["Body"].read()
    return found.decode()


def _write(address: str, text: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "file":
        with open(parts.path, "w", encoding="utf-8") as file:
            file.write(text)
        return
    import boto3

    boto3.client("s3").put_object(Bucket=parts.netloc, Key=parts.path[1:], Body=text.encode())


if __name__ == "__main__":
    main(sys.argv[1])
