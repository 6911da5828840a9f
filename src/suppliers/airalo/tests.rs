//! The adapter's parts, fed with answers as Airalo writes them and as nobody should.
