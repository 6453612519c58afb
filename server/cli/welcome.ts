import { DEMO_PASSWORD } from '../db/seeds/demo/demo-password';
import { SIGN_INS } from '../db/seeds/demo/demo-staff';

/** What a newcomer reads when the server is up: where, as whom, and one request to copy. */
export function welcome(url: string, withDemo: boolean): string {
  const lines = ['', `Postal Key Accounts serves ${url}/graphql`];
  if (withDemo) {
    lines.push(
      `GraphiQL: ${url}/graphiql`,
      '',
      `Demo sign-ins (password ${DEMO_PASSWORD}):`,
      ...SIGN_INS.map(
        ([username, organisationCode, role]) =>
          `  ${username.padEnd(16)} ${role.padEnd(16)} ${organisationCode}`,
      ),
      '',
      'Try:',
      `  curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"mutation { signIn(input: { username: \\"gd.director\\", password: \\"${DEMO_PASSWORD}\\" }) { accessToken staff { name organisation { name } } userErrors { message } } }"}'`,
    );
  }
  return `${lines.join('\n')}\n\n`;
}
