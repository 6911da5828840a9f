-- Money that the shop paid in at a supplier by itself: sending → done | refused | unknown. Suppliers take no key for it, so that
-- what is unknown counts as paid.
CREATE TABLE pay_ins (
  id TEXT PRIMARY KEY,
  supplier TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  state TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  evidence TEXT NOT NULL
);

-- One at a time.
CREATE UNIQUE INDEX one_pay_in_under_way ON pay_ins (supplier) WHERE state = 'sending';
