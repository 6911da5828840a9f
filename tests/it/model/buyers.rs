//! The buyers of a case: each order has its own, with an address of their own, and does all by the shop's pages.

use super::case::pick;
use super::command::Click;
use super::house::{House, Server};
use escale::domain::checkout::{SessionLine, SessionParams};
use escale::domain::email_address::EmailAddress;
use escale::domain::ids::{LineId, OrderId, PaymentId};
use escale::domain::lang::Lang;
use escale::domain::money::Money;
use escale::domain::offer::Offer;
use escale::domain::timestamp::UnixSeconds;
use escale::fulfilment::advance::advance_order;
use escale::fulfilment::checkout::{CONSENT_VERSION, Checkout, new_draft};
use escale::fulfilment::jobs::Job;
use escale::secret::{OrderToken, new_id, new_order_number};
use escale::store::{NewLine, NewOrder};
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

    /// What a program would write: an order of several lines of one plan.
    pub fn order_several(&mut self, house: &House, lines: u8) {
        let Some(checkout) = self.new_checkout() else { return };
        let offer = self.offer.clone();
        house.run(async |server| {
            let services = &server.services;
            let now = services.clock.now();
            let new = new_order(&checkout, &offer, lines, now);
            let params = SessionParams {
                payment: new_id::<PaymentId>(now),
                order: new.id.clone(),
                order_number: new.number.clone(),
                email: checkout.email.as_str().to_owned(),
                lang: checkout.lang,
                lines: vec![SessionLine {
                    name: offer.facts.name.clone(),
                    unit: offer.price,
                    quantity: u32::from(lines),
                }],
                hold: true,
                expires_at: now + services.config.session_life,
                success_url: services.config.link("/en/o/{ORDER_TOKEN}"),
                cancel_url: services.config.link("/en"),
            };
            let mut tx = services.store.begin().await.unwrap();
            assert!(tx.insert_order(&new).await.unwrap());
            assert!(tx.insert_payment(&params, new.total, now).await.unwrap());
            Job::AdvanceOrder { order: new.id.clone() }.ring(&mut tx, now, now).await.unwrap();
            tx.commit().await.unwrap();
            drop(advance_order(services, &new.id).await);
        });
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

fn new_order(checkout: &Checkout, offer: &Offer, lines: u8, now: UnixSeconds) -> NewOrder {
    let line = || NewLine {
        id: new_id::<LineId>(now),
        offer: offer.id.clone(),
        supplier: offer.supplier.clone(),
        product: offer.product.clone(),
        facts: offer.facts.clone(),
        price: offer.price,
        cost: offer.cost,
    };
    NewOrder {
        id: new_id(now),
        number: new_order_number(),
        draft: checkout.draft.clone(),
        token: OrderToken::random(),
        email: checkout.email.clone(),
        lang: checkout.lang,
        total: Money::new(offer.price.minor * i64::from(lines), offer.price.currency),
        consent_version: CONSENT_VERSION.to_owned(),
        now,
        lines: (0..lines).map(|_| line()).collect(),
    }
}

async fn send_form(server: &Server, checkout: &Checkout) -> Result<(), String> {
    let path = format!("/{}/checkout/{}", checkout.lang.as_str(), checkout.draft);
    let (plan, email) = (checkout.offer.as_str(), checkout.email.as_str());
    let form = [("plan", plan), ("email", email), ("start", "on"), ("loss", "on")];
    let answer = post(server, &path, &form).await;
    // 404: somebody else has just noticed that nothing is left of the plan.
    expect(&answer, &[StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::NOT_FOUND])
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
