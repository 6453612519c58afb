import { environmentVariables, readEnv } from '../../server/config/env';

/** The parts of docker-compose.yml that are checked. */
export interface Compose {
  services: Record<string, Service>;
  volumes?: Record<string, unknown>;
}

interface Service {
  image?: string;
  build?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const SECRET = /SECRET|PASSWORD|TOKEN|KEY$/;
const TAKEN_FROM_OUTSIDE = /^\$\{[A-Z_]+(:\?[^}]+|:-)\}$/;

/** The variables production cannot do without: what `readEnv` names when it is told nothing but `production`. */
export function requiredInProduction(): string[] {
  try {
    readEnv({ NODE_ENV: 'production' });
    return [];
  } catch (error) {
    return [...(error as Error).message.matchAll(/- ([A-Z_]+):/g)].map(([, name]) => name);
  }
}

/** What is wrong with the compose file, seen from server/config/env.ts. */
export function composeFaults({ services, volumes = {} }: Compose): string[] {
  const app = services.app?.environment ?? {};
  const faults: string[] = [];
  for (const name of Object.keys(app))
    if (!(name in environmentVariables)) faults.push(`app: ${name} is read by nobody`);
  for (const name of ['NODE_ENV', ...requiredInProduction()])
    if (!app[name]) faults.push(`app: ${name} is missing`);
  if (app.NODE_ENV !== 'production') faults.push('app: NODE_ENV is not production');
  for (const [service, { environment = {}, volumes: mounts = [], healthcheck, image }] of Object.entries(
    services,
  )) {
    for (const [name, value] of Object.entries(environment))
      if (SECRET.test(name) && !TAKEN_FROM_OUTSIDE.test(value))
        faults.push(`${service}: ${name} stands in the file`);
    for (const [, password] of Object.values(environment).flatMap((v) => [
      ...v.matchAll(/:\/\/[^:/]+:(.*)@/g),
    ]))
      if (!TAKEN_FROM_OUTSIDE.test(password)) faults.push(`${service}: a password stands in a URL`);
    for (const mount of mounts)
      if (!(mount.split(':')[0] in volumes)) faults.push(`${service}: ${mount} is not a named volume`);
    if (!healthcheck) faults.push(`${service}: no health check`);
    if (image?.endsWith(':latest') || (image && !image.includes(':')))
      faults.push(`${service}: ${image} is not pinned`);
  }
  if (services.app?.depends_on?.database?.condition !== 'service_healthy')
    faults.push('app: does not wait for a healthy database');
  return faults;
}

/** An instruction of a Dockerfile with its arguments, continued lines joined. */
export function instructions(dockerfile: string): [name: string, rest: string][] {
  return dockerfile
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const match = /^([A-Z]+)\s+(.*)$/.exec(line.trim());
      return match ? [[match[1], match[2]] as [string, string]] : [];
    });
}

// Read by Node itself.
const OF_NODE = ['NODE_OPTIONS'];

/** What is wrong with the Dockerfile. */
export function dockerfileFaults(dockerfile: string): string[] {
  const lines = instructions(dockerfile);
  const all = (name: string): string[] => lines.flatMap(([found, rest]) => (found === name ? [rest] : []));
  const faults: string[] = [];
  const variables = all('ENV').flatMap((rest) => [...rest.matchAll(/([A-Z_]+)=(\S+)/g)]);
  for (const [, name, value] of variables) {
    if (!(name in environmentVariables) && !OF_NODE.includes(name)) faults.push(`${name} is read by nobody`);
    if (SECRET.test(name)) faults.push(`${name} would stand in the image`);
    if (name === 'NODE_ENV' && value !== 'production') faults.push('NODE_ENV is not production');
  }
  if (!variables.some(([, name]) => name === 'NODE_ENV')) faults.push('NODE_ENV is missing');
  if (!/^node:\d+/.test(all('FROM')[0] ?? '')) faults.push('the version of node is not pinned');
  if (!all('RUN').some((rest) => rest.includes('npm ci --omit=dev')))
    faults.push('not installed by the lockfile');
  if ((all('USER').at(-1) ?? 'root') === 'root') faults.push('runs as root');
  if (!all('HEALTHCHECK').some((rest) => rest.includes('/healthz')))
    faults.push('no health check of /healthz');
  if (!/^\["node",( "--max-[a-z-]+=\d+",)? "server\/cli\/kam\.cjs", "start"\]$/.test(all('CMD').at(-1) ?? ''))
    faults.push('does not start the platform');
  return faults;
}
