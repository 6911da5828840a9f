-- What was left on an eSIM over time, in bytes: of a flat stretch the first and the last.
CREATE TABLE usage_samples (
  esim_id TEXT NOT NULL REFERENCES esims (id),
  taken_at INTEGER NOT NULL,
  data_left INTEGER,
  data_total INTEGER,
  expires_at INTEGER,
  PRIMARY KEY (esim_id, taken_at)
) STRICT;

-- What an eSIM's buyer was told of it, once a kind, and by which mail.
CREATE TABLE esim_notices (
  esim_id TEXT NOT NULL REFERENCES esims (id),
  kind TEXT NOT NULL,
  mail_id TEXT UNIQUE REFERENCES mails (id),
  given_at INTEGER NOT NULL,
  PRIMARY KEY (esim_id, kind)
) STRICT;

-- When its supplier is asked about it by itself; NULL: never again. Those that are there already: at once.
ALTER TABLE esims ADD COLUMN next_look_at INTEGER;
UPDATE esims SET next_look_at = created_at;
CREATE INDEX esims_by_look ON esims (next_look_at) WHERE next_look_at IS NOT NULL;
-- Until when identity papers must be registered; NULL where none are asked for, and before the first look.
ALTER TABLE esims ADD COLUMN papers_until INTEGER;
CREATE INDEX esims_by_papers ON esims (papers_until) WHERE papers_until IS NOT NULL;
