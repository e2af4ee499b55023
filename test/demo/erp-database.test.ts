import type { DatabaseSync } from 'node:sqlite'

import { describe, expect, it, onTestFinished } from 'vitest'

import { openErpDatabase } from '../../demo/systems/erp-database.ts'

function openErp(): DatabaseSync {
  const database = openErpDatabase(':memory:')
  onTestFinished(() => {
    database.close()
  })
  return database
}

const OLD = '2020-01-01 00:00:00'

describe('the ERP', () => {
  it('numbers customers from its own sequence and never gives a number twice', () => {
    const erp = openErp()
    erp.exec(`INSERT INTO customer (name1) VALUES ('One'), ('Two')`)
    erp.exec('DELETE FROM customer WHERE id = 2')
    erp.exec(`INSERT INTO customer (name1, customer_no) VALUES ('Three', NULL), ('Four', 'X-1')`)
    const numbers = erp.prepare('SELECT customer_no, row_version FROM customer ORDER BY id').all()
    expect(numbers).toEqual([
      { customer_no: 'K-100001', row_version: 1 },
      { customer_no: 'K-100003', row_version: 1 },
      { customer_no: 'X-1', row_version: 1 },
    ])
  })

  it.each([
    ['customer', 'dunning_level = 1'],
    ['person', 'active = 0'],
  ])('moves row_version by one and changed_at with every update of a %s', (table, change) => {
    const erp = openErp()
    erp.exec(`INSERT INTO customer (name1, changed_at) VALUES ('One', '${OLD}')`)
    erp.exec(`INSERT INTO person (customer_id, last_name, changed_at) VALUES (1, 'Lind', '${OLD}')`)
    const select = erp.prepare(`SELECT row_version, changed_at FROM ${table}`)
    expect(select.get()).toEqual({ row_version: 1, changed_at: OLD })
    erp.exec(`UPDATE ${table} SET ${change}`)
    const after = select.get()
    expect(after?.['row_version']).toBe(2)
    expect(after?.['changed_at']).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/)
    expect(after?.['changed_at']).not.toBe(OLD)
  })

  it('writes nothing when the version in the condition is not the current one', () => {
    const erp = openErp()
    erp.exec(`INSERT INTO customer (name1) VALUES ('One')`)
    const update = erp.prepare('UPDATE customer SET name1 = ? WHERE id = 1 AND row_version = ?')
    expect(update.run('Two', 1).changes).toBe(1)
    expect(update.run('Three', 1).changes).toBe(0)
    expect(erp.prepare('SELECT name1 FROM customer').get()).toEqual({ name1: 'Two' })
  })

  it.each([
    ['a person without a customer', `INSERT INTO person (customer_id, last_name) VALUES (9, 'x')`],
    ['a customer with people to go', 'DELETE FROM customer'],
    ['a number twice', `INSERT INTO customer (name1, customer_no) VALUES ('x', 'K-100001')`],
    ['a reference twice', `INSERT INTO customer (name1, external_ref) VALUES ('x', 'ref')`],
    ['a status of two letters', `UPDATE customer SET status = 'AB'`],
    ['half a cent', 'UPDATE customer SET credit_limit_cents = 0.5'],
    ['a third truth', 'UPDATE customer SET blocked = 2'],
    ['a name of 121 characters', `UPDATE customer SET name1 = printf('%0121d', 1)`],
  ])('refuses %s', (_, statement) => {
    const erp = openErp()
    erp.exec(`INSERT INTO customer (name1, external_ref) VALUES ('One', 'ref')`)
    erp.exec(`INSERT INTO person (customer_id, last_name) VALUES (1, 'Lind')`)
    expect(() => {
      erp.exec(statement)
    }).toThrow(/constraint failed/)
  })
})
