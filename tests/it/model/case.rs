//! One case: a house, what happens to it step by step, and what is wrong after a step.

use super::buyers::Buyers;
use super::command::{Command, During, HoldEnd, Workers};
use super::house::{House, Server, for_polls};
use super::post::Post;
use super::rest::broken_at_rest;
use super::rules::{Others, broken};
use super::seen::Seen;
use super::time;
use crate::shop::Database;
use escale::fulfilment::advance::advance_order;
use escale::fulfilment::worker::run_ready;
use std::time::Duration;

/// A house with its buyers and its post.
pub struct Case {
    pub house: House,
    pub buyers: Buyers,
    pub post: Post,
    others: Others,
    last: Option<Seen>,
}

/// What is wrong after a step.
pub type Verdict = Result<(), Vec<String>>;

impl Case {
    /// `None` when there is no such database here.
    pub fn open(database: Database) -> Option<Self> {
        let house = House::open(database)?;
        Some(Self { house, buyers: Buyers::default(), post: Post::default(), others: Others::default(), last: None })
    }

    /// Performs one step and looks at everything.
    pub fn step(&mut self, command: &Command) -> Verdict {
        self.perform(command).map_err(|wrong| vec![wrong])?;
        self.look().map(|_| ())
    }

    /// Lets everything come to rest and looks whether every order ended well.
    pub fn end(&mut self) -> Verdict {
        time::bring_to_rest(self)?;
        let seen = self.look()?;
        let broken = broken_at_rest(&seen, self.house.crashes).0;
        if broken.is_empty() { Ok(()) } else { Err(broken) }
    }

    /// Everything at this moment, unless a rule is broken.
    pub fn look(&mut self) -> Result<Seen, Vec<String>> {
        let seen = Seen::now(&self.house, &self.buyers.drafts());
        let broken = broken(self.last.as_ref(), &seen, &self.others).0;
        self.last = Some(seen.clone());
        if broken.is_empty() { Ok(seen) } else { Err(broken) }
    }

    /// Each worker's ready jobs.
    pub fn work(&self) {
        self.house.run(async |server| run_ready(&server.services).await.unwrap());
    }

    fn perform(&mut self, command: &Command) -> Result<(), String> {
        let Self { house, buyers, post, others, .. } = self;
        match command {
            Command::Order(click) => buyers.order(house, *click)?,
            Command::OrderSeveral { lines } => buyers.order_several(house, *lines),
            Command::SendFormAgain { which } => buyers.send_form_again(house, *which)?,
            Command::OpenPage { which } => buyers.open_page(house, *which)?,
            Command::Cancel { which } => buyers.cancel(house, *which)?,
            Command::Pay { which, way } => buyers.pay(house, *which, *way),
            Command::FinishThreeDSecure { which, well } => buyers.finish_three_d_secure(house, *which, *well),
            Command::Settle { which, well } => {
                if let Some(intent) = pick(&intents(house, |truth| truth.status == "processing"), *which) {
                    house.world.settle_delayed_payment(intent, *well);
                }
            }
            Command::Hear(hearing) => post.hear(house, *hearing)?,
            Command::Work(workers) => work_as(house, buyers, *workers)?,
            Command::Crash { during, polls } => crash(house, buyers, *during, *polls),
            Command::Close { seconds } => house.pass(Duration::from_secs(*seconds)),
            Command::Wait { seconds } => time::work_for(self, Duration::from_secs(*seconds))?,
            Command::Trouble { call, fault } => house.world.arm_fault(call, fault.clone(), Some(1)),
            Command::Sale(plan) => house.world.plan_next_sale(plan.clone()),
            Command::ListLag { seconds } => house.world.set_orange_list_lag(*seconds),
            Command::Stock { units } => {
                let product = buyers.product(house);
                house.world.set_stock(&product, *units);
            }
            Command::MailTrouble { tries } => {
                for _ in 0..*tries {
                    house.world.reject_next_recipient("451 try again later");
                }
            }
            Command::Dispute { which } => {
                if let Some(intent) = pick(&intents(house, |truth| truth.captured > 0), *which) {
                    house.world.dispute(intent, "fraudulent");
                }
            }
            Command::DisputeEnds { which, won } => {
                let open = house.world.stripe_objects("dispute").into_iter();
                let open = open.filter(|dispute| dispute["status"] == "needs_response");
                let open: Vec<String> = open.filter_map(|one| one["id"].as_str().map(str::to_owned)).collect();
                if let Some(dispute) = pick(&open, *which) {
                    house.world.close_dispute(dispute, *won);
                }
            }
            Command::HoldEnds { which, how } => end_hold(house, others, *which, *how),
            Command::SessionEnds { which } => {
                let sessions = buyers.open_sessions(house);
                if let Some(session) = pick(&sessions, *which) {
                    house.world.expire_session(session);
                }
            }
            Command::Refund(plan) => house.world.plan_next_refund(plan.clone()),
        }
        Ok(())
    }
}

/// One of several by its place; the list is newest first.
pub fn pick<T>(several: &[T], which: u8) -> Option<&T> {
    several.get(usize::from(which) % several.len().max(1))
}

/// PaymentIntents of which something is true, newest first.
fn intents(house: &House, fits: impl Fn(&escale_simulators::PaymentTruth) -> bool) -> Vec<String> {
    let truths = house.world.payments();
    truths.iter().rev().filter(|truth| fits(truth)).map(|truth| truth.payment_intent.clone()).collect()
}

fn work_as(house: &mut House, buyers: &Buyers, workers: Workers) -> Result<(), String> {
    match workers {
        Workers::One => house.run(async |server| {
            run_ready(&server.services).await.unwrap();
        }),
        Workers::Two => house.run(async |server| {
            let other = house.another_server().await;
            let (one, two) = tokio::join!(run_ready(&server.services), run_ready(&other));
            one.and(two).unwrap();
        }),
        Workers::OneOfTwoStops { after_polls } => {
            let stopped = house.run(async |server| {
                let other = house.another_server().await;
                let (one, two) = tokio::join!(run_ready(&server.services), for_polls(after_polls, run_ready(&other)));
                one.unwrap();
                two.is_none()
            });
            house.crashes += u32::from(stopped);
        }
        Workers::TwoAndABuyer { which } => {
            let page = buyers.page(house, which);
            return house.run(async |server| {
                let other = house.another_server().await;
                let looking = async {
                    match &page {
                        Some(page) => Buyers::look_at(server, page).await,
                        None => Ok(()),
                    }
                };
                let (one, two, looked) = tokio::join!(run_ready(&server.services), run_ready(&other), looking);
                one.and(two).unwrap();
                looked
            });
        }
    }
    Ok(())
}

/// The process ends in the middle of something. The one place where it is decided what a crash comes into.
fn crash(house: &mut House, buyers: &mut Buyers, during: During, polls: u16) {
    match during {
        During::Work => house.run(async |server| {
            drop(for_polls(polls, run_ready(&server.services)).await);
        }),
        During::Page { which } => {
            let order = buyers.order_id(house, which);
            house.run(async |server: &Server| {
                if let Some(order) = &order {
                    drop(for_polls(polls, advance_order(&server.services, order)).await);
                }
            });
        }
        During::Checkout => {
            let checkout = buyers.new_checkout(house);
            house.run(async |server| {
                if let Some(checkout) = &checkout {
                    let checking_out = escale::fulfilment::checkout::check_out(&server.services, checkout);
                    drop(for_polls(polls % 40, checking_out).await);
                }
            });
        }
    }
    house.crash();
}

/// A hold ends otherwise than by us.
fn end_hold(house: &House, others: &mut Others, which: u8, how: HoldEnd) {
    let held = intents(house, |truth| truth.standing_hold() > 0);
    let Some(intent) = pick(&held, which) else { return };
    let dashboard = |verb: &str| {
        house.run(async |server| {
            let base = server.services.config.stripe.api_url.as_str().trim_end_matches('/').to_owned();
            let url = format!("{base}/v1/payment_intents/{intent}/{verb}");
            drop(server.http.post(url).bearer_auth("sk_test_escale_demo").send().await);
        });
    };
    match how {
        HoldEnd::RunsOut => house.world.expire_hold(intent),
        HoldEnd::Cancelled => dashboard("cancel"),
        HoldEnd::Captured => {
            others.captured.insert(intent.clone());
            dashboard("capture");
        }
    }
}
