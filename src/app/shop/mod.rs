//! The public shop: the front page, destinations, plans.

pub mod destination_page;
pub mod destinations_page;
mod gone_plan_page;
pub mod home_page;
mod plan_filter;
pub mod plan_page;
mod popular;
pub mod region_page;
pub mod search_page;
#[cfg(test)]
mod tests;
