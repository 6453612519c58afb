import { useStory } from '../kit/story';
import * as told from '../kit/story-accounts';
import { copy, decideExport, download, registered, requestExport, settled, sheetsOf } from './stage';

const story = useStory();
const ids = (...keys: string[]): string[] => keys.map((key) => story.id(key));

/** So many further accounts that gz serves. */
const addAccounts = (count: number): Promise<unknown> => {
  const { provinceId, cityId } = story.key('x');
  return story.sql(
    `INSERT INTO accounts (province_id, city_id, organisation_id, account_no, name, initials, identity_id)
     SELECT $1, $2, $2, 'M' || lpad(g::text, 3, '0'), '众多客户' || g, 'ZDKH', (SELECT min(id) FROM identities)
     FROM generate_series(1, $3) g`,
    [provinceId, cityId, count],
  );
};

describe('a copy that needs nobody else', () => {
  it('is written and downloaded, with its watermark first and every reading on the register', async () => {
    const { told: one, text } = await copy(story, 'gz.director', {
      accountIds: ids('x', 'e'),
      sections: ['CONTACT'],
    });
    expect(one).toMatchObject({ status: 'READY', rowsWritten: 2, rowsWithheld: 0, isDecisionNeeded: false });
    const lines = text.split('\r\n');
    expect(lines[0]).toContain('企业秘密');
    expect(lines[1]).toMatch(
      new RegExp(
        `示例gzDIRECTOR .*广州.* \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d 登记号 ${one.registerNumber}`,
      ),
    );
    expect(lines[2]).toBe('用途: 年度走访准备');
    expect(lines[4]).toMatch(/^客户编号,大客户代码,客户名称,客户级别,服务机构,地址/);
    expect(lines[5]).toContain(`${told.accountNo('x')},`);
    expect(lines[5]).toContain('CANARY-CONTACT-x-address');
    expect(await registered(story, one.registerNumber)).toEqual([
      { section: 'CONTACT', outcome: 'READ', operation: 'export', purpose: '年度走访准备', accounts: 2 },
      {
        section: 'CONTACT',
        outcome: 'READ',
        operation: 'downloadExport',
        purpose: '年度走访准备',
        accounts: 2,
      },
    ]);
  });

  it('masks telephone, fax and e-mail as every list does', async () => {
    const { text } = await copy(story, 'gz.director', { accountIds: ids('x'), sections: ['CONTACT'] });
    for (const field of ['phone', 'fax', 'email']) expect(text).not.toContain(`CANARY-CONTACT-x-${field}`);
    expect(text).toContain('CAN');
  });

  it('holds a sheet per section, each with its watermark, and money as numbers', async () => {
    const { told: asked } = await requestExport(story, 'gz.director', {
      accountIds: ids('x', 'g'),
      sections: ['BASIC', 'BASIC_FINANCE', 'SERVICE', 'USAGE'],
      usageLine: 'EXPRESS',
      format: 'XLSX',
    });
    const one = await settled(story, 'gz.director', asked.id);
    const sheets = await sheetsOf((await download(story, 'gz.director', one.id)).bytes);
    expect(Object.keys(sheets)).toEqual(['基本情况', '经营情况', '服务情况', '用邮情况']);
    for (const rows of Object.values(sheets)) expect(rows[1][0]).toContain(one.registerNumber);
    const months = told.storyMonths().slice(-12);
    expect(sheets['用邮情况'][3].slice(5)).toEqual(
      months.flatMap((month) => [`${month} 收入(元)`, `${month} 用邮量(件)`]),
    );
    const at = told.storyMonths().length - 12;
    expect(sheets['用邮情况'][4].slice(5, 7)).toEqual([
      String(told.revenueOf('x', 'EXPRESS', at) / 100),
      String(told.volumeOf('x', 'EXPRESS', at)),
    ]);
    expect(sheets['经营情况'][4].slice(5)).toEqual([
      String(told.outputOf('x') / 100),
      'CANARY-FINANCE-x-reputation',
      'CANARY-FINANCE-x-profitAndLoss',
    ]);
  });

  it('copies the ranks of a board', async () => {
    const period = told.storyMonths().at(-1);
    const { told: one, text } = await copy(story, 'gd.director', { board: { line: 'EXPRESS', period } });
    const names = ['x', 'g', 't', 'u', 'v', 's', 's2', 's3'];
    expect(one.rowsWritten).toBe(names.length);
    for (const key of names)
      expect(text).toContain(told.yuan(told.revenueOf(key, 'EXPRESS', told.storyMonths().length - 1)));
  });

  it('takes the accounts of a filter, and defuses what a spreadsheet would run', async () => {
    const { accountId } = story.key('x');
    for (const evil of ['=HYPERLINK("http://x")', '+1+cmd', '@SUM(A1)', '-2+3', '\t=1', '　=1', '＝1+1']) {
      await story.sql('UPDATE account_basics SET products = $1 WHERE account_id = $2', [evil, accountId]);
      const { text } = await copy(story, 'gz.director', {
        filter: { search: told.accountNo('x') },
        sections: ['BASIC'],
        purpose: '=1+1 导出用途',
      });
      expect(text).toContain(`'${evil.replaceAll('"', '""')}`);
      expect(text).not.toMatch(/(^|[\r\n,"])\s*[=+@＝-](?![0-9.]+[,\r])/);
    }
    await story.sql('UPDATE account_basics SET products = $1 WHERE account_id = $2', ['x', accountId]);
  });
});

describe('what may not be read is not copied', () => {
  it('leaves out whom the requester may not read, and says how many', async () => {
    // By grant gz's director reads no contact of s2's neighbours; a superior reads contacts under a grant only.
    const { told: one, text } = await copy(story, 'gd.director', {
      accountIds: ids('x', 'g', 's2', 's3'),
      sections: ['CONTACT'],
    });
    expect(one).toMatchObject({ status: 'READY', rowsWritten: 2, rowsWithheld: 2 });
    expect(text).toContain('CANARY-CONTACT-g-address');
    expect(text).toContain('CANARY-CONTACT-s2-address');
    expect(text).not.toMatch(/CANARY-CONTACT-(x|s3)-/);
    expect(text).toContain('未提供 2 户');
  });

  it('writes no file where nothing may be read; the refusal is on the register', async () => {
    const { told: one } = await copy(story, 'gd.director', { accountIds: ids('x'), sections: ['CONTACT'] });
    expect(one).toMatchObject({ status: 'FAILED', failure: 'EXPORT_EMPTY', href: null });
    expect(await registered(story, one.registerNumber)).toMatchObject([
      { outcome: 'REFUSED', operation: 'export' },
    ]);
    expect(await story.sql('SELECT * FROM export_files')).toEqual([]);
  });

  it('names what is wrong with a request', async () => {
    const refused = async (input: object): Promise<string[]> =>
      (await requestExport(story, 'gz.director', input)).codes;
    expect(await refused({ accountIds: ids('s'), sections: ['CONTACT'] })).toEqual(['NOT_FOUND']);
    expect(await refused({ accountIds: ids('x') })).toEqual(['BAD_USER_INPUT']);
    expect(await refused({ sections: ['CONTACT'] })).toEqual(['BAD_USER_INPUT']);
    expect(await refused({ accountIds: ids('x'), filter: {}, sections: ['CONTACT'] })).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(await refused({ accountIds: ids('x'), sections: ['CONTACT'], purpose: 'x' })).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(await refused({ filter: { search: 'nobody' }, sections: ['CONTACT'] })).toEqual(['EXPORT_EMPTY']);
    const board = { line: 'EXPRESS', period: '2026', organisationId: story.organisation('sz') };
    expect(await refused({ board })).toEqual(['NOT_FOUND']);
  });
});

describe('the second person', () => {
  beforeAll(() => addAccounts(101));

  it('is needed from 101 accounts on', async () => {
    const input = { filter: { search: 'M' }, sections: ['BASIC'] };
    const { told: one } = await requestExport(story, 'gz.director', input);
    expect(one).toMatchObject({ status: 'REQUESTED', isDecisionNeeded: true, accountCount: 101 });
    expect(await settled(story, 'gz.director', one.id)).toMatchObject({ status: 'REQUESTED', href: null });
    expect((await download(story, 'gz.director', one.id)).status).toBe(409);
    await story.sql(`DELETE FROM accounts WHERE account_no = 'M101'`);
    const { told: fewer } = await requestExport(story, 'gz.director', input);
    expect(fewer).toMatchObject({ status: 'QUEUED', isDecisionNeeded: false, accountCount: 100 });
    expect(await settled(story, 'gz.director', fewer.id)).toMatchObject({
      status: 'READY',
      rowsWritten: 100,
    });
  });

  it('is needed for one key person; then they are copied under the grant, and registered each', async () => {
    const { told: one } = await requestExport(story, 'gz.account-manager', {
      accountIds: ids('g', 'x'),
      sections: ['KEY_PERSONS'],
    });
    expect(one).toMatchObject({ status: 'REQUESTED', isDecisionNeeded: true });
    expect((await decideExport(story, 'sz.custodian', one.id)).codes).toEqual(['NOT_FOUND']);
    expect((await decideExport(story, 'gz.custodian', one.id)).told.status).toBe('QUEUED');
    expect((await decideExport(story, 'gd.custodian', one.id)).codes).toEqual(['INVALID_STATE']);
    const ready = await settled(story, 'gz.account-manager', one.id);
    expect(ready).toMatchObject({ status: 'READY', rowsWritten: 2, rowsWithheld: 1 });
    // How many key persons there are is L3, too: who decided may not read them.
    expect(await settled(story, 'gz.custodian', one.id)).toMatchObject({
      status: 'READY',
      rowsWritten: null,
    });
    const { text } = await download(story, 'gz.account-manager', one.id);
    expect(text).toContain('CANARY-KP-g-homeAddress1');
    expect(text).not.toContain('CANARY-KP-x');
    expect(await registered(story, one.registerNumber)).toMatchObject([
      { section: 'KEY_PERSONS', outcome: 'READ', operation: 'export', accounts: 1 },
      { section: 'KEY_PERSONS', outcome: 'REFUSED', operation: 'export', accounts: 1 },
      { section: 'KEY_PERSONS', outcome: 'READ', operation: 'downloadExport', accounts: 1 },
    ]);
  });

  it('is never the requester, nor anybody below the accounts, nor a bureau', async () => {
    const input = { accountIds: ids('x', 's'), sections: ['KEY_PERSONS'] };
    const { told: one } = await requestExport(story, 'gd.custodian', input);
    expect((await decideExport(story, 'gd.custodian', one.id)).codes).toEqual(['OWN_REQUEST']);
    expect((await decideExport(story, 'gz.custodian', one.id)).codes).toEqual(['NOT_FOUND']);
    expect((await decideExport(story, 'express.custodian', one.id)).codes).toEqual(['NOT_FOUND']);
    expect((await decideExport(story, 'nation.custodian', one.id, 'REFUSE')).told.status).toBe('REFUSED');
    expect((await download(story, 'gd.custodian', one.id)).status).toBe(409);
  });

  it('holds in the database, too: past the service nothing is queued and nobody decides alone', async () => {
    const { told: one } = await requestExport(story, 'gz.custodian', {
      accountIds: ids('x'),
      sections: ['KEY_PERSONS'],
    });
    const id = Number(one.registerNumber.split('-')[2]);
    await expect(story.sql(`UPDATE exports SET status = 'QUEUED' WHERE id = $1`, [id])).rejects.toThrow(
      'exports_second_person',
    );
    await expect(
      story.sql(
        `UPDATE exports SET status = 'QUEUED', decided_at = now(), decided_by_province_id = staff_province_id,
         decided_by_id = staff_id WHERE id = $1`,
        [id],
      ),
    ).rejects.toThrow('exports_not_own');
  });

  it('sees what is asked of the own scope; others see their own only', async () => {
    const listed = async (who: string): Promise<string[]> => {
      const { data } = await (
        await story.as(who)
      )<{ exports: { edges: { node: { requesterName: string } }[] } }>(
        '{ exports(first: 100) { edges { node { requesterName } } } }',
      );
      return [...new Set(data?.exports.edges.map(({ node }) => node.requesterName))].sort();
    };
    // The province's director has copied accounts that only gz serves: its custodian sees that, too.
    expect(await listed('gz.custodian')).toEqual([
      '示例gdDIRECTOR',
      '示例gzACCOUNT_MANAGER',
      '示例gzCUSTODIAN',
      '示例gzDIRECTOR',
    ]);
    expect(await listed('sz.custodian')).toEqual([]);
    expect(await listed('express.custodian')).toEqual([]);
    expect(await listed('gd.director')).toEqual(['示例gdDIRECTOR']);
    expect(await listed('gz.marketer')).toEqual([]);
  });
});
