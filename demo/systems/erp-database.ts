import { DatabaseSync } from 'node:sqlite'

/**
 * Customers. A number that the inserter leaves out comes from the ERP's own sequence; every update
 * moves `row_version` and `changed_at` (UTC, seconds) by trigger, whoever does it.
 */
const CUSTOMER_SCHEMA = `
  CREATE TABLE IF NOT EXISTS customer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_no VARCHAR(20) UNIQUE,
    external_ref VARCHAR(80) UNIQUE,
    name1 VARCHAR(120) NOT NULL CHECK (length(name1) <= 120),
    name2 VARCHAR(120),
    vat_no VARCHAR(20),
    status CHAR(1) NOT NULL DEFAULT 'A' CHECK (length(status) = 1),
    email VARCHAR(120),
    phone VARCHAR(40),
    street VARCHAR(120),
    zip VARCHAR(20),
    city VARCHAR(80),
    country_iso2 CHAR(2) CHECK (length(country_iso2) = 2),
    segment_codes VARCHAR(400) NOT NULL DEFAULT '',
    credit_limit_cents INTEGER CHECK (typeof(credit_limit_cents) IN ('integer', 'null')),
    blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
    ledger_account VARCHAR(10) NOT NULL DEFAULT '10000',
    payment_terms VARCHAR(10) NOT NULL DEFAULT 'N30',
    dunning_level INTEGER NOT NULL DEFAULT 0,
    row_version INTEGER NOT NULL DEFAULT 1,
    changed_at TEXT NOT NULL DEFAULT (datetime('now'))
  );
  CREATE INDEX IF NOT EXISTS customer_changed_at ON customer (changed_at, id);
  CREATE INDEX IF NOT EXISTS customer_vat_no ON customer (vat_no);
  CREATE TRIGGER IF NOT EXISTS customer_numbered AFTER INSERT ON customer
  WHEN NEW.customer_no IS NULL BEGIN
    UPDATE customer SET customer_no = 'K-' || (100000 + NEW.id) WHERE id = NEW.id;
  END;
  CREATE TRIGGER IF NOT EXISTS customer_changed AFTER UPDATE ON customer
  WHEN NEW.row_version = OLD.row_version AND OLD.customer_no IS NOT NULL BEGIN
    UPDATE customer SET row_version = OLD.row_version + 1, changed_at = datetime('now')
    WHERE id = NEW.id;
  END;
`

/** People. `birth_date` is written dd.MM.yyyy, as the ERP's forms show it. */
const PERSON_SCHEMA = `
  CREATE TABLE IF NOT EXISTS person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    external_ref VARCHAR(80) UNIQUE,
    first_name VARCHAR(80),
    last_name VARCHAR(80) NOT NULL,
    email VARCHAR(120),
    phone VARCHAR(40),
    birth_date CHAR(10),
    language CHAR(1) NOT NULL DEFAULT 'X' CHECK (length(language) = 1),
    position VARCHAR(80),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    salutation CHAR(1),
    access_card VARCHAR(20),
    row_version INTEGER NOT NULL DEFAULT 1,
    changed_at TEXT NOT NULL DEFAULT (datetime('now'))
  );
  CREATE INDEX IF NOT EXISTS person_customer_id ON person (customer_id);
  CREATE INDEX IF NOT EXISTS person_email ON person (email);
  CREATE INDEX IF NOT EXISTS person_changed_at ON person (changed_at, id);
  CREATE TRIGGER IF NOT EXISTS person_changed AFTER UPDATE ON person
  WHEN NEW.row_version = OLD.row_version BEGIN
    UPDATE person SET row_version = OLD.row_version + 1, changed_at = datetime('now')
    WHERE id = NEW.id;
  END;
`

/** Opens the ERP's database, with foreign keys enforced, and creates its tables where they are missing. */
export function openErpDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec(CUSTOMER_SCHEMA + PERSON_SCHEMA)
  return database
}
