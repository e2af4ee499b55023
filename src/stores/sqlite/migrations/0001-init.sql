-- What is remembered of one pairing. Pairs and facts are the fold of the journal; all move in one transaction.

-- Entities by a small number, so that a name is stored once and not in every row.
CREATE TABLE entities (
  no INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  -- The highest pair number ever given; it outlives its pair, so that no number is given twice.
  last_number INTEGER NOT NULL
) STRICT;

-- One row for each pair, 500 bytes or so: too long for WITHOUT ROWID, which measured slower and larger.
CREATE TABLE pairs (
  entity INTEGER NOT NULL,
  no INTEGER NOT NULL,
  id_a TEXT,
  id_b TEXT,
  -- The bases: all of these are NULL while the pair has none.
  token_a TEXT,
  previous_a TEXT,
  token_b TEXT,
  previous_b TEXT,
  -- Field values as JSON; fields_b is NULL where both sides say the same.
  fields_a TEXT,
  fields_b TEXT,
  -- What is open, as JSON; NULL while nothing is, as in nearly every row.
  intent TEXT,
  target TEXT,
  conflict TEXT,
  decree TEXT,
  parking TEXT,
  PRIMARY KEY (entity, no)
) STRICT;

-- A record is linked once. Pairs that lack an id do not get in each other's way: NULLs differ.
CREATE UNIQUE INDEX pairs_by_id_a ON pairs (entity, id_a);
CREATE UNIQUE INDEX pairs_by_id_b ON pairs (entity, id_b);

-- What waits, found without reading what does not.
CREATE INDEX pairs_with_intent ON pairs (entity, no) WHERE intent IS NOT NULL;
CREATE INDEX pairs_with_conflict ON pairs (entity, no) WHERE conflict IS NOT NULL;
CREATE INDEX pairs_with_decree ON pairs (entity, no) WHERE decree IS NOT NULL;
CREATE INDEX pairs_with_parking ON pairs (entity, no) WHERE parking IS NOT NULL;

-- Runs by a small number, with the stretch of the journal in which their lines stand.
CREATE TABLE runs (
  no INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL
) STRICT;

-- Everything that happened, in order. Lines about the whole memory have neither entity nor pair.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  run INTEGER NOT NULL,
  entity INTEGER,
  pair INTEGER,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX journal_by_pair ON journal (entity, pair) WHERE pair IS NOT NULL;

-- The fold of the lines about the whole memory: one JSON document.
CREATE TABLE facts (
  no INTEGER PRIMARY KEY CHECK (no = 1),
  body TEXT NOT NULL
) STRICT;

-- Who may write. A lease that was given back keeps its epoch and has no owner.
CREATE TABLE leases (
  scope TEXT PRIMARY KEY,
  owner TEXT,
  epoch INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
