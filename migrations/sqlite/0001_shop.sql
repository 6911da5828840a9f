-- The catalogue: what each supplier sells us, and what we sell it for.
CREATE TABLE offers (
  id TEXT PRIMARY KEY,
  supplier TEXT NOT NULL,
  product TEXT NOT NULL,
  facts TEXT NOT NULL,
  cost_minor INTEGER NOT NULL,
  cost_currency TEXT NOT NULL,
  price_minor INTEGER,
  currency TEXT,
  stock INTEGER,
  not_sold TEXT,
  seen_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (supplier, product)
) STRICT;

-- Single facts with a name: catalogue version, pinned Stripe account, whether Orange's key is ours.
CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- The order row is the lock of its family: every change to payments, attempts or refunds raises `version` first.
CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  draft TEXT NOT NULL UNIQUE,
  token_hash BLOB NOT NULL UNIQUE,
  token_sealed BLOB NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  lang TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  disputed INTEGER NOT NULL,
  late_payment INTEGER NOT NULL,
  total_minor INTEGER NOT NULL CHECK (total_minor > 0),
  currency TEXT NOT NULL,
  consent_version TEXT NOT NULL,
  consent_lang TEXT NOT NULL,
  consent_at INTEGER NOT NULL,
  paid_at INTEGER,
  deliver_by INTEGER,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_by_time ON orders (created_at, id);
CREATE INDEX orders_by_state ON orders (state, created_at, id);
CREATE INDEX orders_by_email ON orders (email_key, created_at);

-- One line is one eSIM. Facts, price and cost are snapshots.
CREATE TABLE order_lines (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  position INTEGER NOT NULL,
  offer_id TEXT NOT NULL,
  supplier TEXT NOT NULL,
  product TEXT NOT NULL,
  facts TEXT NOT NULL,
  price_minor INTEGER NOT NULL CHECK (price_minor > 0),
  currency TEXT NOT NULL,
  cost_minor INTEGER NOT NULL,
  cost_currency TEXT NOT NULL,
  UNIQUE (order_id, position)
) STRICT;

-- One row per checkout attempt.
CREATE TABLE payments (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  state TEXT NOT NULL,
  params TEXT NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  session_id TEXT UNIQUE,
  session_url TEXT,
  intent_id TEXT UNIQUE,
  paid_at INTEGER,
  capture_before INTEGER,
  captured_minor INTEGER NOT NULL CHECK (captured_minor >= 0 AND captured_minor <= amount_minor),
  refunded_minor INTEGER NOT NULL CHECK (refunded_minor >= 0 AND refunded_minor <= captured_minor),
  key_number INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX payments_of_order ON payments (order_id, created_at);
-- I1: one live Checkout Session per order.
CREATE UNIQUE INDEX one_live_session ON payments (order_id) WHERE state IN ('creating', 'open');

-- One row per try to buy one eSIM.
CREATE TABLE attempts (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  line_id TEXT NOT NULL REFERENCES order_lines (id),
  supplier TEXT NOT NULL,
  product TEXT NOT NULL,
  state TEXT NOT NULL,
  reference_key BLOB,
  reference_sealed BLOB,
  send_by INTEGER,
  sent_at INTEGER,
  accepted_at INTEGER,
  first_absent_at INTEGER,
  reason TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_of_order ON attempts (order_id, created_at);
CREATE INDEX attempts_of_supplier ON attempts (supplier, state, created_at);
-- I2: at most one attempt per line that has not been proven to have sold nothing.
CREATE UNIQUE INDEX one_attempt_in_doubt ON attempts (line_id) WHERE state NOT IN ('refused', 'proven_absent');
-- I6: a supplier's reference belongs to one line.
CREATE UNIQUE INDEX one_line_per_reference ON attempts (supplier, reference_key) WHERE reference_key IS NOT NULL;

-- What suppliers answered, as it came; append-only.
CREATE TABLE supplier_answers (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  attempt_id TEXT NOT NULL REFERENCES attempts (id),
  call TEXT NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  body_sealed BLOB NOT NULL,
  request_id TEXT NOT NULL,
  supplier_request_id TEXT,
  took_ms INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_of_attempt ON supplier_answers (attempt_id, at);

CREATE TABLE esims (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  line_id TEXT NOT NULL UNIQUE REFERENCES order_lines (id),
  attempt_id TEXT NOT NULL UNIQUE REFERENCES attempts (id),
  supplier TEXT NOT NULL,
  network TEXT NOT NULL,
  reference_sealed BLOB NOT NULL,
  activation_code_sealed BLOB NOT NULL,
  iccid_sealed BLOB,
  iccid_key BLOB,
  msisdn_sealed BLOB,
  pin_sealed BLOB,
  puk_sealed BLOB,
  sim_id_sealed BLOB,
  confirmation_code_sealed BLOB,
  sold_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX esims_of_order ON esims (order_id);
CREATE INDEX esims_by_iccid ON esims (iccid_key);

-- The newest reads of each eSIM; `asked_at` is claimed before a supplier is asked.
CREATE TABLE esim_reads (
  esim_id TEXT PRIMARY KEY REFERENCES esims (id),
  asked_at INTEGER NOT NULL,
  usage TEXT,
  usage_at INTEGER,
  sim TEXT,
  sim_at INTEGER
) STRICT;

CREATE TABLE refunds (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  payment_id TEXT NOT NULL REFERENCES payments (id),
  state TEXT NOT NULL CHECK (state IN ('sending', 'pending', 'succeeded', 'failed')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  reason TEXT NOT NULL,
  provider_id TEXT UNIQUE,
  key_number INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX refunds_of_order ON refunds (order_id, created_at);

-- Append-only; the rows of one entry sum to zero per currency.
CREATE TABLE ledger (
  entry_id TEXT NOT NULL,
  account TEXT NOT NULL,
  order_id TEXT NOT NULL REFERENCES orders (id),
  kind TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (entry_id, account)
) STRICT;
CREATE INDEX ledger_of_order ON ledger (order_id, at);

-- Jobs. `lease` is the fence: a worker that lost it changes nothing.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  job TEXT NOT NULL,
  run_at INTEGER NOT NULL,
  rung INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  lease TEXT,
  leased_until INTEGER NOT NULL,
  dead INTEGER NOT NULL,
  last_error TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_ready ON outbox (dead, run_at);

-- Webhook events that were accepted, by their sender's id.
CREATE TABLE inbox (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  object_id TEXT,
  received_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;

-- What waits for a person.
CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  order_id TEXT REFERENCES orders (id),
  evidence TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  done_at INTEGER,
  done_by TEXT,
  note TEXT
) STRICT;
CREATE INDEX tasks_open ON tasks (done_at, created_at);
CREATE INDEX tasks_of_order ON tasks (order_id);

-- Who changed what; append-only.
CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  order_id TEXT REFERENCES orders (id),
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  details TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_of_order ON audit (order_id, at, id);

-- Mails that we owe somebody; the sending is a job.
CREATE TABLE mails (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  tries INTEGER NOT NULL,
  last_error TEXT,
  created_at INTEGER NOT NULL,
  sent_at INTEGER
) STRICT;
CREATE INDEX mails_of_order ON mails (order_id, created_at);

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  role TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  data BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_end ON sessions (expires_at);
