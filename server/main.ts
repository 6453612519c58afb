import { createServer } from 'node:net';
import { pino, type Logger } from 'pino';
import { startApp, type RunningApp } from './app';
import type { Env } from './config/env';
import { databaseServer } from './db/database-server';
import { migrate } from './db/migrate';
import { prepareData } from './cli/prepare-data';
import { welcome } from './cli/welcome';

/** The process: environment -> database -> migrations -> seed -> app -> signals. Resolves once it serves. */
export async function main(env: Env): Promise<void> {
  const log = pino(
    { level: env.LOG_LEVEL, redact: ['*.authorization', '*.password', '*.refreshToken'] },
    pino.destination(2),
  );
  // Before the database: a second start on the same port must not touch the first one's embedded server.
  await refuseTakenPort(env);
  const server = await databaseServer(env);
  let app: RunningApp | undefined;
  const stop = stopOnce(log, async () => {
    await app?.close();
    await server.stop();
  });
  try {
    await migrate(server.adminUrl);
    const isSeeded = await prepareData(env, server.adminUrl, log);
    app = await startApp(env, server.adminUrl, log);
    process.stdout.write(welcome(app.url, isSeeded && !env.isProduction));
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ctrl-C or a service manager's stop: everything ends once, in order; a second signal changes nothing. */
function stopOnce(log: Logger, stop: () => Promise<void>): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const once = (): Promise<void> => (stopping ??= stop());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      once().then(
        () => process.exit(0),
        (error: Error) => {
          log.error({ error: error.message }, 'did not stop cleanly');
          process.exit(1);
        },
      );
    });
  }
  return once;
}

function refuseTakenPort({ PORT, HOST }: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          error.code === 'EADDRINUSE'
            ? `Port ${PORT} is in use: set PORT to a free one.`
            : `Cannot listen on ${HOST}:${PORT}: ${error.message}`,
        ),
      ),
    );
    probe.listen(PORT, HOST, () => probe.close(() => resolve()));
  });
}
