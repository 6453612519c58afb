import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  composeFaults,
  dockerfileFaults,
  instructions,
  requiredInProduction,
  type Compose,
} from './compose-faults';

const ROOT = join(__dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const composed = (): Compose => parse(read('docker-compose.yml')) as Compose;

describe('docker-compose.yml', () => {
  it('agrees with the environment the server reads', () => {
    expect(requiredInProduction()).toEqual(['DATABASE_URL', 'AUTH_SECRET', 'ENCRYPTION_SECRET']);
    expect(composeFaults(composed())).toEqual([]);
    expect(composed().services.database.image).toBe('postgres:16');
  });

  it.each<[string, (file: Compose) => void, string]>([
    [
      'a variable nobody reads',
      (f) => (f.services.app.environment!.PROT = '1'),
      'app: PROT is read by nobody',
    ],
    [
      'a missing variable',
      (f) => delete f.services.app.environment!.ENCRYPTION_SECRET,
      'app: ENCRYPTION_SECRET is missing',
    ],
    [
      'another NODE_ENV',
      (f) => (f.services.app.environment!.NODE_ENV = 'test'),
      'app: NODE_ENV is not production',
    ],
    [
      'a secret in the file',
      (f) => (f.services.app.environment!.AUTH_SECRET = 'abc'),
      'app: AUTH_SECRET stands in the file',
    ],
    [
      'a default secret in the file',
      (f) => (f.services.app.environment!.AUTH_SECRET = '${AUTH_SECRET:-abc}'),
      'app: AUTH_SECRET stands in the file',
    ],
    [
      'a password in a URL',
      (f) => (f.services.app.environment!.DATABASE_URL = 'postgresql://kam:abc@database/kam'),
      'app: a password stands in a URL',
    ],
    [
      'a folder of the machine',
      (f) => (f.services.database.volumes = ['./data:/var/lib/postgresql/data']),
      'database: ./data:/var/lib/postgresql/data is not a named volume',
    ],
    ['no health check', (f) => delete f.services.database.healthcheck, 'database: no health check'],
    [
      'an image that moves',
      (f) => (f.services.database.image = 'postgres'),
      'database: postgres is not pinned',
    ],
    [
      'an application that does not wait',
      (f) => delete f.services.app.depends_on,
      'app: does not wait for a healthy database',
    ],
  ])('is refused with %s', (_what, spoil, fault) => {
    const file = composed();
    spoil(file);
    expect(composeFaults(file)).toContain(fault);
  });
});

describe('Dockerfile', () => {
  it('agrees with the environment the server reads', () => {
    expect(dockerfileFaults(read('Dockerfile'))).toEqual([]);
  });

  it('copies what exists and what .dockerignore lets through', () => {
    const sent = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copied = instructions(read('Dockerfile')).flatMap(([name, rest]) =>
      name === 'COPY' ? rest.split(' ').slice(0, -1) : [],
    );
    expect([...copied].sort()).toEqual([...sent].sort());
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it.each([
    ['a variable nobody reads', 'PORT=4000', 'PROT=4000', 'PROT is read by nobody'],
    ['a secret in the image', 'PORT=4000', 'AUTH_SECRET=abc', 'AUTH_SECRET would stand in the image'],
    ['another NODE_ENV', 'NODE_ENV=production', 'NODE_ENV=test', 'NODE_ENV is not production'],
    ['no NODE_ENV', 'NODE_ENV=production', 'LOG_LEVEL=info', 'NODE_ENV is missing'],
    ['any version of node', 'node:20-slim', 'node', 'the version of node is not pinned'],
    ['packages as they come', 'npm ci --omit=dev', 'npm install', 'not installed by the lockfile'],
    ['root', 'USER node', 'USER root', 'runs as root'],
    ['no health check', '/healthz', '/', 'no health check of /healthz'],
    ['another command', '"start"]', '"stop"]', 'does not start the platform'],
  ])('is refused with %s', (_what, good, bad, fault) => {
    expect(read('Dockerfile')).toContain(good);
    expect(dockerfileFaults(read('Dockerfile').replace(good, bad))).toContain(fault);
  });
});
