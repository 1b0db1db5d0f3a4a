# syntax=docker/dockerfile:1
# The steps are those of `make setup`, with the runtime part of the lock.
#   docker build -t communique .
#   docker run -p 127.0.0.1:8000:8000 -v communique-data:/data communique
# Weights: pulled into the volume at first start; or built in with
#   docker build --build-arg WEIGHTS=embedded:1.5b -t communique:1.5b .

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/communique
COPY requirements-runtime.lock ./
RUN /opt/communique/bin/pip install --no-cache-dir --require-hashes -r requirements-runtime.lock \
    && /opt/communique/bin/pip install --no-cache-dir "hatchling>=1.27"
COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY prompts prompts
COPY evals evals
RUN /opt/communique/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/communique/bin/pip uninstall -y hatchling

FROM python:3.12-slim-bookworm
ARG WEIGHTS=""
# llama.cpp's wheel links against the OpenMP runtime.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 communique \
    && install -d -o communique -g communique /data
COPY --from=build /opt/communique /opt/communique
ENV PATH=/opt/communique/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    COMMUNIQUE_DATA_DIR=/data \
    COMMUNIQUE_HOST=0.0.0.0 \
    COMMUNIQUE_ALLOW_PUBLIC=1
USER 10001
RUN if [ -n "$WEIGHTS" ]; then communique models pull "$WEIGHTS"; fi
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["communique", "serve"]
