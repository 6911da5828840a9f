-- Each comparison of our records with the world: written when it begins, marked when it ends.
CREATE TABLE reconciliations (
  id TEXT PRIMARY KEY,
  pass TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  compared BIGINT NOT NULL,
  others BIGINT NOT NULL,
  healed BIGINT NOT NULL,
  standing BIGINT NOT NULL,
  problem TEXT
);
CREATE INDEX reconciliations_of_pass ON reconciliations (pass, id);

-- What differed, with both sides' figures; rows are added and marked, never taken away.
CREATE TABLE differences (
  id TEXT PRIMARY KEY,
  pass TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_at BIGINT NOT NULL,
  order_id TEXT REFERENCES orders (id),
  evidence TEXT NOT NULL,
  run_id TEXT NOT NULL REFERENCES reconciliations (id),
  first_seen_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  healed_at BIGINT,
  done_at BIGINT,
  done_by TEXT,
  note TEXT
);
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
