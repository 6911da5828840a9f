//! A buyer's own pages: the order, its eSIMs, and the ways back to them.
