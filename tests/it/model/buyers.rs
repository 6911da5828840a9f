//! The buyers of a case: each order has its own, with an address of their own, and does all by the shop's pages.

use super::case::pick;
use super::command::Click;
use super::house::{House, Server};
use escale::domain::checkout::Quantity;
use escale::domain::email_address::EmailAddress;
use escale::domain::ids::OrderId;
use escale::domain::lang::Lang;
use escale::domain::offer::Offer;
use escale::fulfilment::checkout::{Checkout, new_draft};
use escale_simulators::PaymentWay;
use reqwest::{Response, StatusCode};
use std::time::Duration;

/// No case has more orders: each is looked at after each step.
const MOST_ORDERS: usize = 5;

pub struct Buyers {
    /// What everybody buys: the cheapest plan.
    pub offer: Offer,
    /// The drafts of their orders, oldest first.
    drafts: Vec<String>,
}

impl Buyers {
    pub fn of(house: &House) -> Self {
        let cheapest = house.run(async |server| server.services.catalogue().offers().first().unwrap().as_ref().clone());
        Self { offer: cheapest, drafts: Vec::new() }
    }

    pub fn drafts(&self) -> Vec<String> {
        self.drafts.clone()
    }

    /// A new buyer's checkout, filled in; `None` when there are enough.
    pub fn new_checkout(&mut self) -> Option<Checkout> {
        if self.drafts.len() == MOST_ORDERS {
            return None;
        }
        let draft = new_draft();
        self.drafts.push(draft.clone());
        Some(self.checkout(draft))
    }

    fn checkout(&self, draft: String) -> Checkout {
        let number = self.drafts.iter().position(|known| *known == draft).unwrap_or_default();
        Checkout {
            offer: self.offer.id.clone(),
            email: EmailAddress::parse(&format!("buyer{number}@example.org")).unwrap(),
            lang: if number % 2 == 0 { Lang::En } else { Lang::Fr },
            quantity: Quantity::ONE,
            although_similar: false,
            draft,
        }
    }

    pub fn order(&mut self, house: &House, click: Click) -> Result<(), String> {
        let Some(checkout) = self.new_checkout() else { return Ok(()) };
        house.run(async |server| match click {
            Click::Once => send_form(server, &checkout).await,
            Click::TwiceAtOnce => {
                let (one, two) = tokio::join!(send_form(server, &checkout), send_form(server, &checkout));
                one.and(two)
            }
        })
    }

    pub fn send_form_again(&self, house: &House, which: u8) -> Result<(), String> {
        let newest_first: Vec<_> = self.drafts.iter().rev().cloned().collect();
        let Some(draft) = pick(&newest_first, which) else { return Ok(()) };
        let checkout = self.checkout(draft.clone());
        house.run(async |server| send_form(server, &checkout).await)
    }

    /// An order of several lines of one plan.
    pub fn order_several(&mut self, house: &House, lines: u8) -> Result<(), String> {
        let Some(checkout) = self.new_checkout() else { return Ok(()) };
        let checkout = Checkout { quantity: Quantity::try_from(lines).unwrap(), ..checkout };
        house.run(async |server| send_form(server, &checkout).await)
    }

    /// An order by its place, newest first.
    pub fn order_id(&self, house: &House, which: u8) -> Option<OrderId> {
        house.run(async |server| {
            let mut tx = server.services.store.snapshot().await.unwrap();
            let mut orders = Vec::new();
            for draft in self.drafts.iter().rev() {
                orders.extend(tx.order_of_draft(draft).await.unwrap().map(|order| order.id));
            }
            pick(&orders, which).cloned()
        })
    }

    /// The path of an order's page.
    pub fn page(&self, house: &House, which: u8) -> Option<String> {
        let order = self.order_id(house, which)?;
        house.run(async |server| {
            let token = server.services.store.snapshot().await.unwrap().order_token(&order).await.unwrap().unwrap();
            Some(format!("/en/o/{}", token.expose()))
        })
    }

    pub fn open_page(&self, house: &House, which: u8) -> Result<(), String> {
        let Some(page) = self.page(house, which) else { return Ok(()) };
        house.run(async |server| Self::look_at(server, &page).await)
    }

    pub async fn look_at(server: &Server, page: &str) -> Result<(), String> {
        let request = server.http.get(server.services.config.link(page));
        expect(&request.send().await.unwrap(), &[StatusCode::OK])
    }

    pub fn cancel(&self, house: &House, which: u8) -> Result<(), String> {
        let Some(page) = self.page(house, which) else { return Ok(()) };
        house.run(async |server| {
            let answer = post(server, &format!("{page}/cancel"), &[]).await;
            expect(&answer, &[StatusCode::SEE_OTHER])
        })
    }

    /// Sessions that a buyer has seen and could pay, newest first.
    pub fn open_sessions(&self, house: &House) -> Vec<String> {
        self.sessions(house, |session| session["status"] == "open")
    }

    fn sessions(&self, house: &House, fits: impl Fn(&serde_json::Value) -> bool) -> Vec<String> {
        let mut seen = house.run(async |server| {
            let mut tx = server.services.store.snapshot().await.unwrap();
            let mut seen = Vec::new();
            for draft in &self.drafts {
                let Some(order) = tx.order_of_draft(draft).await.unwrap() else { continue };
                let family = tx.family(&order.id).await.unwrap().unwrap();
                seen.extend(family.payments.into_iter().filter_map(|payment| payment.session));
            }
            seen
        });
        seen.reverse();
        seen.retain(|session| house.world.stripe_object(session).is_some_and(|session| fits(&session)));
        seen
    }

    pub fn pay(&self, house: &House, which: u8, way: PaymentWay) {
        // Nobody pays a session whose time is over, also where the provider has not noticed yet.
        drop(house.world.payments());
        if let Some(session) = pick(&self.open_sessions(house), which) {
            house.world.pay(session, way);
        }
    }

    pub fn finish_three_d_secure(&self, house: &House, which: u8, well: bool) {
        drop(house.world.payments());
        let asked = self.sessions(house, |session| {
            let intent = session["payment_intent"].as_str().and_then(|intent| house.world.stripe_object(intent));
            intent.is_some_and(|intent| intent["status"] == "requires_action")
        });
        if let Some(session) = pick(&asked, which) {
            house.world.finish_three_d_secure(session, well);
        }
    }
}

async fn send_form(server: &Server, checkout: &Checkout) -> Result<(), String> {
    let path = format!("/{}/checkout/{}", checkout.lang.as_str(), checkout.draft);
    let (plan, email) = (checkout.offer.as_str(), checkout.email.as_str());
    let quantity = checkout.quantity.get().to_string();
    let form = [("plan", plan), ("quantity", &quantity), ("email", email), ("start", "on"), ("loss", "on")];
    let answer = post(server, &path, &form).await;
    expect(&answer, &[StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY])
}

async fn post(server: &Server, path: &str, form: &[(&str, &str)]) -> Response {
    let config = &server.services.config;
    let origin = config.public_url.origin().ascii_serialization();
    let request = server.http.post(config.link(path)).header("Origin", origin).form(form);
    request.timeout(Duration::from_secs(40)).send().await.unwrap()
}

/// A page that breaks is wrong as well.
fn expect(answer: &Response, fine: &[StatusCode]) -> Result<(), String> {
    let status = answer.status();
    if fine.contains(&status) { Ok(()) } else { Err(format!("{} was answered {status}", answer.url().path())) }
}
