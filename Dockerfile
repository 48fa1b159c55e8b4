# syntax=docker/dockerfile:1
# Góp Ý as a container: docker build -t gopy . && docker run -p 8080:8080 -v gopy-data:/data gopy

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build

# Dependencies first, with empty sources in place of ours: this layer is built again only when a manifest changes.
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
COPY src/domain/Cargo.toml src/domain/
COPY migrations/Cargo.toml migrations/
RUN mkdir -p src migrations/src tests/it \
    && echo 'fn main() {}' > src/main.rs \
    && touch src/lib.rs src/domain/lib.rs migrations/src/lib.rs tests/it/main.rs \
    && cargo build --release --locked --bin gopy \
    && rm -rf src migrations

# Ours. Files copied from a checkout may be older than the empty ones, so cargo is told that they changed.
COPY src src
COPY migrations migrations
COPY templates templates
RUN find src migrations -name '*.rs' -exec touch {} + \
    && cargo build --release --locked --bin gopy

FROM debian:12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --home-dir /data gopy \
    && install -d -o gopy -g gopy -m 0700 /data
COPY --from=build /build/target/release/gopy /usr/local/bin/gopy
USER gopy
# Everything is written below /data: ./data would be /data/data, so the paths are given.
WORKDIR /data
ENV GOPY_SERVER__LISTEN=0.0.0.0:8080 \
    GOPY_DATABASE__URL=sqlite:///data/gopy.db \
    GOPY_MAIL__FOLDER=/data/mail \
    GOPY_STORAGE__URL=/data/files \
    GOPY_KEYS__MASTER_FILE=/data/master.key
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# The shell asks by itself whether the process is alive; the image has no other program that could.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["gopy"]
CMD ["serve"]
