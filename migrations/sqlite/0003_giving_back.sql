-- What refunds that have not failed come to: no refund is begun above what was captured.
ALTER TABLE payments ADD COLUMN refund_claimed_minor INTEGER NOT NULL DEFAULT 0 CHECK (refund_claimed_minor >= 0 AND refund_claimed_minor <= captured_minor);

-- Since when staff want the order's money to go back before anything is delivered.
ALTER TABLE orders ADD COLUMN cancel_asked_at INTEGER;
