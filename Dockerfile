# A nameserver: the server's bundle, the zones as they were rendered, what they were built from, and nothing else of ours.
# `deploy` lays out the folder that it is built in: Dockerfile, server.js, build.json, zones/*.zone, zones/*.journal/.

# The Node that package.json names. `npm run pin` looks up what Docker Hub has under this name today, and adds it here as
# node:…-slim@sha256:…; from then on every build has just that.
ARG BASE=node:26.10.0-slim

FROM ${BASE} AS checked
WORKDIR /app
COPY server.js build.json ./
COPY zones/ zones/
# A zone that does not load ends the build here. What was made of the zones is written beside them, for a server that starts with it is
# ready sooner; it is proved to be the same as what it makes of their text. The server reads its files as a user that owns none of them.
# So is what this Node compiles of the server when it starts, for the next start; where it cannot be had, the server starts without it. package.json
# says what kind of module it is: Node finds out otherwise, and parses it twice.
RUN echo '{"type":"module"}' > package.json && node server.js --check --strict --zones zones --write-tables && \
    { node --no-warnings server.js --zones zones --write-code || echo "It is slower to start, and right."; } && \
    chmod -R u=rwX,go=rX .

FROM ${BASE}
ARG COMMIT
ARG ZONES_DIGEST
ARG INPUTS_DIGEST
LABEL org.opencontainers.image.title="zonepipe nameserver" \
      org.opencontainers.image.revision="${COMMIT}" \
      zonepipe.zones="${ZONES_DIGEST}" \
      zonepipe.inputs="${INPUTS_DIGEST}"
WORKDIR /app
COPY --from=checked /app ./
ENV DNS_PORT=53 DNS_HTTP_PORT=8080 DNS_DRAIN=5
EXPOSE 53/udp 53/tcp 8080/tcp
STOPSIGNAL SIGTERM
# Without the base's script before it: the server is the first process, and signals are its own.
ENTRYPOINT []
# It starts as root for the sake of port 53 and becomes nobody once its sockets are open. Node lets it read its own folder
# and whom to ask for the targets of ALIAS, use the network, start threads and call libc; it may write nothing and start no program.
CMD ["node", "--permission", "--allow-fs-read=/app", "--allow-fs-read=/etc/resolv.conf", "--allow-net", "--allow-worker", "--allow-ffi", \
     "--disable-warning=SecurityWarning", "--disable-warning=ExperimentalWarning", \
     "/app/server.js", "--zones", "/app/zones", "--user", "nobody", "--group", "nogroup"]
