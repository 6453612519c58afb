import { environmentVariables, readEnv } from './env';

const SECRET = 'x'.repeat(32);
const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://kam:secret@db/kam',
  AUTH_SECRET: SECRET,
  ENCRYPTION_SECRET: SECRET,
};

describe('the environment', () => {
  it('needs nothing outside production', () => {
    expect(readEnv({})).toMatchObject({
      ...{ NODE_ENV: 'development', PORT: 4000, HOST: '127.0.0.1', isProduction: false, seedDemo: true },
    });
  });

  it('takes an empty variable for an absent one, as compose files write them', () => {
    expect(readEnv({ PORT: '', OIDC_ISSUER: '', METRICS_TOKEN: '' }).PORT).toBe(4000);
  });

  it('ignores variables of others', () => {
    expect(readEnv({ HOME: '/', PATH: '/bin' })).toEqual(readEnv({}));
  });

  it('never seeds the demo in production', () => {
    expect(readEnv(PRODUCTION)).toMatchObject({ isProduction: true, seedDemo: false });
    expect(readEnv({ SEED_DEMO: 'false' }).seedDemo).toBe(false);
  });

  it('says what every variable means', () => {
    const silent = Object.entries(environmentVariables).filter(([, meaning]) => !meaning);
    expect(silent).toEqual([]);
  });
});

const local = readEnv({});

describe('production refuses, naming the variable', () => {
  it.each([
    ['DATABASE_URL', { DATABASE_URL: undefined }],
    ['DATABASE_URL', { DATABASE_URL: '' }],
    ['AUTH_SECRET', { AUTH_SECRET: undefined }],
    ['AUTH_SECRET', { AUTH_SECRET: local.AUTH_SECRET }],
    ['ENCRYPTION_SECRET', { ENCRYPTION_SECRET: undefined }],
    ['ENCRYPTION_SECRET', { ENCRYPTION_SECRET: local.ENCRYPTION_SECRET }],
    ['SEED_DEMO', { SEED_DEMO: 'true' }],
  ])('%s as in %j', (name, change) => {
    expect(() => readEnv({ ...PRODUCTION, ...change })).toThrow(new RegExp(`- ${name}: `));
  });
});

describe('anywhere refused, naming the variable', () => {
  it.each([
    ['NODE_ENV', 'prod'],
    ['PORT', '70000'],
    ['PORT', 'four'],
    ['DATABASE_URL', 'mysql://db/kam'],
    ['POOL_SIZE', '1'],
    ['AUTH_SECRET', 'short'],
    ['ENCRYPTION_SECRET', 'short'],
    ['SEED_DEMO', 'yes'],
    ['OIDC_JWKS_URL', 'keys'],
    ['METRICS_TOKEN', 'short'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s', (name, value) => {
    expect(() => readEnv({ [name]: value })).toThrow(new RegExp(`- ${name}: `));
  });

  it('an issuer without its audience and keys', () => {
    expect(() => readEnv({ OIDC_ISSUER: 'https://id.example' })).toThrow('OIDC_AUDIENCE');
  });
});

it('lists all faults at once, of whatever kind', () => {
  const read = (): unknown =>
    readEnv({ NODE_ENV: 'production', PORT: '-1', AUTH_SECRET: 'short', SEED_DEMO: 'true' });
  for (const name of ['PORT', 'DATABASE_URL', 'AUTH_SECRET', 'ENCRYPTION_SECRET', 'SEED_DEMO'])
    expect(read).toThrow(new RegExp(`- ${name}: `));
});

it('never repeats a secret in the message', () => {
  expect(() => readEnv({ AUTH_SECRET: 'too-short-secret' })).not.toThrow('too-short-secret');
});
