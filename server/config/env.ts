import { join } from 'node:path';
import { z } from 'zod';

const LOCAL_SECRET = 'development-only-secret-never-in-production';

const whole = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

/** Every variable the platform reads, with what it means; docker-compose.yml is held against this list by a test. */
const variables = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production refuses demo users and default secrets'),
  PORT: whole(4000, 0, 65_535).describe('where the server listens'),
  HOST: z.string().min(1).default('127.0.0.1').describe('address the server binds'),
  TRUSTED_PROXIES: whole(0, 0, 10).describe('proxies in front whose X-Forwarded-For names the client'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 15 or newer, as a role that may migrate; without it an embedded one starts'),
  DATA_DIR: z
    .string()
    .min(1)
    .default(join(__dirname, '../../.data'))
    .describe('embedded database and uploads'),
  POOL_SIZE: whole(10, 2, 200).describe('database connections of one server process'),
  BOARD_PAGE_MS: whole(3_000, 0, 3_000).describe('how long the rows of a board page are kept; 0: never'),
  AUTH_SECRET: z
    .string()
    .min(32)
    .default(LOCAL_SECRET)
    .describe('signs access tokens; at least 32 characters'),
  ENCRYPTION_SECRET: z
    .string()
    .min(32)
    .default(LOCAL_SECRET)
    .describe('wraps the data keys of the provinces; at least 32 characters'),
  SEED_DEMO: z
    .enum(['true', 'false'])
    .optional()
    .describe('demo data on first start; default true outside production'),
  OIDC_ISSUER: z.url().optional().describe('accept ID tokens of this issuer'),
  OIDC_AUDIENCE: z.string().min(1).optional().describe('audience those tokens must carry'),
  OIDC_JWKS_URL: z.url().optional().describe('keys of that issuer'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('bearer token of /metrics; without it /metrics is off'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('least severe line that is logged'),
});

/** The validated environment. */
export interface Env extends Omit<z.output<typeof variables>, 'SEED_DEMO'> {
  isProduction: boolean;
  seedDemo: boolean;
}

/** Names and meanings of the variables, for the documentation and the compose test. */
export const environmentVariables: Record<string, string> = Object.fromEntries(
  Object.entries(variables.shape).map(([name, type]) => [name, type.description ?? '']),
);

/** Reads and checks the environment; throws one error that lists every fault by the variable's name. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given: Record<string, string | undefined> = Object.fromEntries(
    Object.keys(variables.shape).flatMap((name) => (source[name] ? [[name, source[name]]] : [])),
  );
  const parsed = variables.safeParse(given);
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...togetherFaults(given),
  ];
  if (!parsed.success || faults.length > 0) {
    throw new Error(`The environment is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
  const { SEED_DEMO, ...env } = parsed.data;
  const isProduction = env.NODE_ENV === 'production';
  return { ...env, isProduction, seedDemo: SEED_DEMO ? SEED_DEMO === 'true' : !isProduction };
}

/** What is wrong with the variables together; asked of the raw texts, so that it is told beside any other fault. */
function togetherFaults(given: Record<string, string | undefined>): string[] {
  const faults: string[] = [];
  const oidc = [given.OIDC_ISSUER, given.OIDC_AUDIENCE, given.OIDC_JWKS_URL].filter(Boolean).length;
  if (oidc !== 0 && oidc !== 3)
    faults.push('OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL: give all three or none');
  if (given.NODE_ENV !== 'production') return faults;
  if (!given.DATABASE_URL)
    faults.push('DATABASE_URL: needed in production, there is no embedded database there');
  if ((given.AUTH_SECRET ?? LOCAL_SECRET) === LOCAL_SECRET)
    faults.push('AUTH_SECRET: needed in production, the default is public');
  if ((given.ENCRYPTION_SECRET ?? LOCAL_SECRET) === LOCAL_SECRET)
    faults.push('ENCRYPTION_SECRET: needed in production, the default is public');
  if (given.SEED_DEMO === 'true') faults.push('SEED_DEMO: demo users are refused in production');
  return faults;
}
