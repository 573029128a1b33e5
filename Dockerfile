# The server with the page it serves. Built in one stage, run in another that holds neither the sources nor the
# tools, as an ordinary user.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /gamelan
RUN npm install --global pnpm@12.21.0
COPY pnpm-lock.yaml pnpm-workspace.yaml package.json ./
COPY packages/board-model/package.json packages/board-model/
COPY packages/protocol/package.json packages/protocol/
COPY apps/server/package.json apps/server/
COPY apps/web/package.json apps/web/
COPY tests/package.json tests/
RUN pnpm install --frozen-lockfile --filter '!@gamelan/tests'
COPY tsconfig.base.json ./
COPY scripts scripts
COPY packages packages
COPY apps apps
RUN node scripts/build.mjs
RUN pnpm --filter @gamelan/server deploy --prod --legacy /deploy

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /gamelan/apps/server
COPY --from=build /deploy/package.json ./
COPY --from=build /deploy/node_modules node_modules
COPY --from=build /gamelan/apps/server/dist dist
COPY --from=build /gamelan/apps/server/migrations migrations
COPY --from=build /gamelan/apps/web/dist ../web/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
# node itself is process 1, so that SIGTERM reaches the server and it can save and say goodbye.
CMD ["node", "dist/main.js"]
