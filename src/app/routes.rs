//! The route table: every page of the shop, one row each, and nothing else.

use super::page::{Audience, Route, page};
use super::{account, admin, checkout, help, shop, top_up};

/// Every page. Tests walk it: each row has a fixture for its placeholders.
pub const ROUTES: &[Route] = &[
    Route { path: "/{lang}", audience: Audience::Everybody, get: Some(page!(shop::home_page::show)), post: None },
    Route {
        path: "/{lang}/search",
        audience: Audience::Everybody,
        get: Some(page!(shop::search_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/destinations",
        audience: Audience::Everybody,
        get: Some(page!(shop::destinations_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/to/{slug}",
        audience: Audience::Everybody,
        get: Some(page!(shop::destination_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/region/{region}",
        audience: Audience::Everybody,
        get: Some(page!(shop::region_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/plan/{offer}",
        audience: Audience::Everybody,
        get: Some(page!(shop::plan_page::show)),
        post: None,
    },
    Route { path: "/{lang}/help", audience: Audience::Everybody, get: Some(page!(help::help_page::show)), post: None },
    Route {
        path: "/{lang}/help/device",
        audience: Audience::Everybody,
        get: Some(page!(help::device_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/terms",
        audience: Audience::Everybody,
        get: Some(page!(help::terms_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/privacy",
        audience: Audience::Everybody,
        get: Some(page!(help::privacy_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/withdrawal",
        audience: Audience::Everybody,
        get: Some(page!(help::withdrawal_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/legal",
        audience: Audience::Everybody,
        get: Some(page!(help::legal_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/buy/{offer}",
        audience: Audience::Everybody,
        get: Some(page!(checkout::buy_page::lead_on)),
        post: None,
    },
    Route {
        path: "/{lang}/checkout/{draft}",
        audience: Audience::Everybody,
        get: Some(page!(checkout::checkout_page::show)),
        post: Some(page!(checkout::checkout_page::order)),
    },
    Route {
        path: account::find_page::FIND,
        audience: Audience::Everybody,
        get: Some(page!(account::find_page::show)),
        post: Some(page!(account::find_page::submit)),
    },
    Route {
        path: account::withdraw_page::WITHDRAW,
        audience: Audience::Everybody,
        get: Some(page!(account::withdraw_page::show)),
        post: Some(page!(account::withdraw_page::submit)),
    },
    Route {
        path: "/{lang}/o/{token}",
        audience: Audience::Everybody,
        get: Some(page!(account::order_page::show)),
        post: None,
    },
    Route {
        path: top_up::sim_page::SIM,
        audience: Audience::Everybody,
        get: Some(page!(top_up::sim_page::show)),
        post: Some(page!(top_up::sim_page::submit)),
    },
    Route {
        path: "/{lang}/o/{token}/top-up/{position}",
        audience: Audience::Everybody,
        get: Some(page!(top_up::esim_page::serve)),
        post: Some(page!(top_up::esim_page::serve)),
    },
    Route {
        path: "/{lang}/o/{token}/cancel",
        audience: Audience::Everybody,
        get: None,
        post: Some(page!(account::cancel::cancel)),
    },
    Route {
        path: "/{lang}/o/{token}/qr/{position}",
        audience: Audience::Everybody,
        get: Some(page!(account::qr::picture)),
        post: None,
    },
    Route {
        path: admin::SIGN_IN,
        audience: Audience::Everybody,
        get: Some(page!(admin::sign_in_page::show)),
        post: Some(page!(admin::sign_in_page::submit)),
    },
    Route {
        path: "/{lang}/admin/sign-out",
        audience: Audience::Staff,
        get: None,
        post: Some(page!(admin::sign_out::submit)),
    },
    Route {
        path: "/{lang}/admin",
        audience: Audience::Staff,
        get: Some(page!(admin::overview_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/admin/orders",
        audience: Audience::Staff,
        get: Some(page!(admin::orders_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/admin/orders/{number}",
        audience: Audience::Staff,
        get: Some(page!(admin::order_page::show)),
        post: Some(page!(admin::order_page::submit)),
    },
    Route {
        path: "/{lang}/admin/tasks",
        audience: Audience::Staff,
        get: Some(page!(admin::tasks_page::show)),
        post: Some(page!(admin::tasks_page::submit)),
    },
    Route {
        path: "/{lang}/admin/identity-papers",
        audience: Audience::Staff,
        get: Some(page!(admin::identity_papers_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/admin/offers",
        audience: Audience::Staff,
        get: Some(page!(admin::offers_page::show)),
        post: None,
    },
    Route {
        path: "/{lang}/admin/reconciliation",
        audience: Audience::Staff,
        get: Some(page!(admin::reconciliation_page::show)),
        post: Some(page!(admin::reconciliation_page::submit)),
    },
];
