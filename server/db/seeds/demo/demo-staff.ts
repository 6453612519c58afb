import type { DemoBureau, DemoRole, DemoStaff, DemoTeam } from './demo-story.types';
import { personName } from './people';
import type { Random } from './random';

const NATION = '000000';
const ACCOUNTS_PER_MANAGER = 30;

/** The professional bureau of the demo (Art. 7): sees the express line of the whole nation and nothing else. */
export const EXPRESS_BUREAU: DemoBureau = {
  code: '000003',
  level: 'NATION',
  parentCode: NATION,
  name: '国家邮政局速递专业局（示例）',
  businessLine: 'EXPRESS',
};

/** Who can sign in to the demo: user name, organisation and role. */
export const SIGN_INS: readonly (readonly [username: string, organisationCode: string, role: DemoRole])[] = [
  ['nation.director', NATION, 'DIRECTOR'],
  ['gd.director', '440000', 'DIRECTOR'],
  ['zj.director', '330000', 'DIRECTOR'],
  ['gz.manager', '440100', 'ACCOUNT_MANAGER'],
  ['gz.custodian', '440100', 'CUSTODIAN'],
  ['sz.manager', '440300', 'ACCOUNT_MANAGER'],
  ['auditor', NATION, 'AUDITOR'],
  ['express.analyst', EXPRESS_BUREAU.code, 'ANALYST'],
  ['ingest', NATION, 'INGEST'],
];

/** The people who can sign in to the demo. Their password is set where they are written, never here. */
export function demoSignIns(random: Random): DemoStaff[] {
  return SIGN_INS.map(([username, organisationCode, role]) => ({
    username,
    name: role === 'INGEST' ? '数据导入' : personName(random),
    organisationCode,
    roles: [role],
    canSignIn: true,
  }));
}

/** A custodian and enough account managers (never fewer than two, so that each has a deputy) for one city. */
export function cityStaff(random: Random, cityCode: string, accounts: number): DemoStaff[] {
  const managers = Math.max(2, Math.ceil(accounts / ACCOUNTS_PER_MANAGER));
  const member = (username: string, role: DemoRole): DemoStaff => ({
    username,
    name: personName(random),
    organisationCode: cityCode,
    roles: [role],
    canSignIn: false,
  });
  return [
    member(`custodian.${cityCode}`, 'CUSTODIAN'),
    ...Array.from({ length: managers }, (_, at) =>
      member(`manager.${cityCode}.${at + 1}`, 'ACCOUNT_MANAGER'),
    ),
  ];
}

/** Manager and deputy of one account, two different people; a manager who signs in gets the greater part. */
export function accountTeam(random: Random, managers: readonly DemoStaff[]): DemoTeam {
  const signedIn = managers.find(({ canSignIn }) => canSignIn);
  const manager = signedIn && random.chance(0.6) ? signedIn : random.pick(managers);
  const deputy = random.pick(managers.filter((other) => other !== manager));
  return { managerUsername: manager.username, deputyUsername: deputy.username };
}
