-- Since when the payment provider says no to a refund: believed when it is said again a while later.
ALTER TABLE refunds ADD COLUMN refused_at BIGINT;
