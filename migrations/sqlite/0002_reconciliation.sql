-- Each comparison of our records with the world: written when it begins, marked when it ends.
CREATE TABLE reconciliations (
  id TEXT PRIMARY KEY,
  pass TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  compared INTEGER NOT NULL,
  others INTEGER NOT NULL,
  healed INTEGER NOT NULL,
  standing INTEGER NOT NULL,
  problem TEXT
) STRICT;
CREATE INDEX reconciliations_of_pass ON reconciliations (pass, id);

-- What differed, with both sides' figures; rows are added and marked, never taken away.
CREATE TABLE differences (
  id TEXT PRIMARY KEY,
  pass TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_at INTEGER NOT NULL,
  order_id TEXT REFERENCES orders (id),
  evidence TEXT NOT NULL,
  run_id TEXT NOT NULL REFERENCES reconciliations (id),
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  healed_at INTEGER,
  done_at INTEGER,
  done_by TEXT,
  note TEXT
) STRICT;
-- One difference is one row for as long as it stands.
CREATE UNIQUE INDEX one_row_while_it_stands ON differences (kind, subject) WHERE healed_at IS NULL;
CREATE INDEX differences_standing ON differences (pass, subject_at) WHERE healed_at IS NULL;
CREATE INDEX differences_of_order ON differences (order_id);

-- What is under way is found without reading what is over.
CREATE INDEX payments_under_way ON payments (order_id)
  WHERE state IN ('creating', 'open', 'processing', 'held', 'taken', 'capturing', 'voiding', 'refunding');
CREATE INDEX payments_by_time ON payments (created_at);
CREATE INDEX attempts_under_way ON attempts (order_id)
  WHERE state IN ('prepared', 'sending', 'unknown', 'accepted');
CREATE INDEX refunds_by_time ON refunds (created_at);
