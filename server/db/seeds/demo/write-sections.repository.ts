import type { Session } from '../../database';
import type { DemoSections } from './inner-sections';

/** Columns of each table with their types. */
const COLUMNS: Record<keyof DemoSections, Record<string, string>> = {
  account_basics: {
    ...{ nature: 'text', service_mode: 'text', legal_representative: 'text', size: 'text', products: 'text' },
    ...{ annual_output: 'bigint', reputation: 'text', profit_and_loss: 'text' },
  },
  account_services: { responsible_person: 'text', service_mode: 'text' },
  pickups: { at: 'timestamptz', line: 'text', pieces: 'int', staff_name: 'text', note: 'text' },
  visits: { at: 'timestamptz', staff_name: 'text', contact_name: 'text', subject: 'text', outcome: 'text' },
  complaints: { at: 'timestamptz', channel: 'text', subject: 'text', detail: 'text', staff_name: 'text' },
  account_credits: { level: 'text', arrears_limit: 'bigint', return_cycle_days: 'int' },
  payments: { paid_on: 'date', month: 'text', amount: 'bigint' },
  account_tariffs: {
    ...{ line: 'text', method: 'text', rate: 'int', agency_fee_rate: 'int' },
    ...{ valid_from: 'date', valid_to: 'date' },
  },
};

// Each complaint was settled a day later.
const HANDLINGS = `INSERT INTO handlings (province_id, account_id, city_id, unit_id, complaint_id, at, staff_name, action,
    is_final)
  SELECT province_id, account_id, city_id, unit_id, id, at + interval '1 day', staff_name, '已向客户致歉并查明原因', true
  FROM complaints WHERE NOT EXISTS (SELECT FROM handlings)`;

/** Writes the sections once: a table that has rows, of a seeding that broke off, is left as it is. One statement each. */
export async function writeSections(session: Session, sections: DemoSections): Promise<void> {
  for (const [table, columns] of Object.entries(COLUMNS)) {
    const names = Object.keys(columns);
    const types = names.map((name) => `${name} ${columns[name]}`).join(', ');
    await session.query(
      `INSERT INTO ${table} (province_id, account_id, city_id, unit_id, ${names.join(', ')})
       SELECT a.province_id, a.id, a.city_id, a.unit_id, ${names.map((name) => `seed.${name}`).join(', ')}
       FROM json_to_recordset($1::json) AS seed ("accountNo" text, ${types})
       JOIN accounts a ON a.account_no = seed."accountNo"
       WHERE NOT EXISTS (SELECT FROM ${table})`,
      [JSON.stringify(sections[table as keyof DemoSections])],
    );
  }
  await session.query(HANDLINGS);
}
