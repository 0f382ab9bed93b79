# The Session Node, the indexer and Anvil in one image, for operators and for integration tests.
#
#   npm run bundle && docker build -t session-node .
#
# Everything comes from dist/, made on the host: building needs no network, no compiler and no BuildKit, so that it works
# where no image registry is reachable either (--build-arg BASE_IMAGE=<any glibc base with libstdc++>).
ARG BASE_IMAGE=debian:bookworm-slim
FROM ${BASE_IMAGE}

COPY dist/app /opt/session/app
COPY dist/node_modules /opt/session/node_modules
COPY dist/bin /opt/session/bin
COPY dist/cache /opt/session/cache
# An empty folder with the user's rights: a named volume mounted here takes them over.
COPY --chown=10001:10001 dist/data /data

ENV PATH=/opt/session/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENV SESSION_DATA_DIR=/data
WORKDIR /data
VOLUME /data
# No name is needed for a user without a home, and so no RUN.
USER 10001:10001
STOPSIGNAL SIGTERM
CMD ["session-node", "--help"]
