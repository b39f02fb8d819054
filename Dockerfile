# syntax=docker/dockerfile:1
# On Record as an image: models and code inside, record and index in volumes, an ordinary user, nothing writable.

FROM node:24-bookworm-slim AS install
# hnswlib-node is built from source.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The runtime of the models also comes for systems that no container runs.
RUN npm ci --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/onnxruntime-node/bin/*/darwin node_modules/onnxruntime-node/bin/*/win32

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 OPS_PORT=9464 CORPUS_DIR=/corpus DATA_DIR=/data
WORKDIR /app
COPY --from=install /app/node_modules node_modules
COPY package.json tsconfig.json LICENSE ./
COPY models models
COPY corpus corpus
COPY retrieval retrieval
COPY bot bot
COPY web web
COPY scripts scripts
# A new volume begins with the first documents of the record.
COPY --chown=node:node corpus/documents /corpus
RUN mkdir /data && chown node:node /data
USER node
VOLUME ["/corpus", "/data"]
EXPOSE 8787
# The first start builds the index: a large record takes longer than this, and is unhealthy until it is there.
HEALTHCHECK --interval=30s --timeout=5s --start-period=2m --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPS_PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "./scripts/runtime/typescript.mjs", "scripts/start.ts"]
