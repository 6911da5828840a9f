//! Islands: the few things that HTML alone cannot do. They hold no children of their own (the loader in `web/page.rs`
//! relies on it), and what is given to them stands readable in the page, so it is never secret.

pub mod copy;
pub mod live_usage;
pub mod usage_figures;
