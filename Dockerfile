# The production image: built in one stage, carried in another that holds the binary and nothing to build with.
#
#   docker build -t escale .
#   docker run -p 3000:3000 -v escale:/var/lib/escale -v ./escale.toml:/etc/escale/escale.toml:ro escale

FROM rust:1.95-bookworm AS build
RUN rustup target add wasm32-unknown-unknown
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo xtask release

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/escale escale
COPY --from=build /src/dist/escale /usr/local/bin/escale
USER 10001
WORKDIR /var/lib/escale
VOLUME /var/lib/escale
# Inside the container the shop must listen on more than its own loopback.
ENV ESCALE__LISTEN=0.0.0.0:3000 \
    ESCALE__DATABASE_URL=sqlite:///var/lib/escale/escale.db
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["escale", "health", "--config", "/etc/escale/escale.toml"]
ENTRYPOINT ["escale"]
CMD ["serve", "--config", "/etc/escale/escale.toml"]
