-- What was left at a supplier over time: of the money paid in advance (no product; minor units of the currency), or of a
-- product's stock (units, no currency). Of a flat stretch the first and the last.
CREATE TABLE supplier_levels (
  supplier TEXT NOT NULL,
  product TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL,
  PRIMARY KEY (supplier, product, taken_at)
);
