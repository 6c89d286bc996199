# Spoor without AWS: docker build -t spoor . (docs/without-aws.md). The last stage runs nothing, so it needs no network.
ARG PYTHON=python:3.13-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /source
COPY requirements/host.txt requirements/sam.txt requirements/
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: --no-compile \
        --prefix /libraries --requirement requirements/host.txt \
    && awk '/^[a-z]/ { wanted = /^ziglang==/ } wanted' requirements/sam.txt > /tmp/zig.txt \
    && pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: -r /tmp/zig.txt
COPY . .
RUN PYTHON=python scripts/image.sh /app && python -m compileall -q -j 0 --invalidation-mode unchecked-hash /libraries \
    && mkdir /data

FROM ${PYTHON}
COPY --from=build /libraries /usr/local
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /data /data
ENV PYTHONPATH=/app:/app/functions:/app/layers/common PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=2 HOME=/tmp
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-m", "host.check"]
ENTRYPOINT ["python", "-m", "host"]
