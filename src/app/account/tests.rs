//! The buyer's pages, rendered from constructed orders without a server.

mod esims;
mod fixture;
mod states;
