-- A line is a new eSIM, or a top-up of a SIM: of ours (`top_up_of`), or of one that was not sold here. Its names are a
-- snapshot: the order is looked for under the names with which it was made.
ALTER TABLE order_lines ADD COLUMN kind TEXT NOT NULL DEFAULT 'esim' CHECK (kind IN ('esim', 'top_up'));
ALTER TABLE order_lines ADD COLUMN top_up_of TEXT REFERENCES esims (id);
ALTER TABLE order_lines ADD COLUMN sim_network TEXT;
ALTER TABLE order_lines ADD COLUMN sim_reference_sealed BYTEA;
ALTER TABLE order_lines ADD COLUMN sim_msisdn_sealed BYTEA;
ALTER TABLE order_lines ADD COLUMN sim_id_sealed BYTEA;
ALTER TABLE order_lines ADD COLUMN sim_iccid_sealed BYTEA;
CREATE INDEX order_lines_of_esim ON order_lines (top_up_of) WHERE top_up_of IS NOT NULL;

-- A delivered top-up.
CREATE TABLE top_ups (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  line_id TEXT NOT NULL UNIQUE REFERENCES order_lines (id),
  attempt_id TEXT NOT NULL UNIQUE REFERENCES attempts (id),
  supplier TEXT NOT NULL,
  reference_sealed BYTEA NOT NULL,
  exchanged BOOLEAN NOT NULL,
  sold_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX top_ups_of_order ON top_ups (order_id);

-- What installed an eSIM before its supplier exchanged it; append-only.
CREATE TABLE former_esims (
  id TEXT PRIMARY KEY,
  esim_id TEXT NOT NULL REFERENCES esims (id),
  attempt_id TEXT NOT NULL UNIQUE REFERENCES attempts (id),
  activation_code_sealed BYTEA NOT NULL,
  iccid_sealed BYTEA,
  iccid_key BYTEA,
  msisdn_sealed BYTEA,
  pin_sealed BYTEA,
  puk_sealed BYTEA,
  sim_id_sealed BYTEA,
  confirmation_code_sealed BYTEA,
  exchanged_at BIGINT NOT NULL
);
CREATE INDEX former_esims_of_esim ON former_esims (esim_id, exchanged_at);
CREATE INDEX former_esims_by_iccid ON former_esims (iccid_key);
