FROM node:20-slim

WORKDIR /app
# Most of the work is young objects: a larger nursery saves collecting.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    DATA_DIR=/data \
    NODE_OPTIONS=--max-semi-space-size=64

COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force && mkdir /data && chown node:node /data
COPY tsconfig.json ./
COPY server ./server
# The platform's own queries, which it compiles.
COPY client-examples/operations ./client-examples/operations

USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=5 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1))"]
CMD ["node", "--max-semi-space-size=64", "server/cli/kam.cjs", "start"]
