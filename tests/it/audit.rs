//! A whole shop's books beside the world's: every order, everything that was sold and paid, every mail.

mod goods;
mod mails;

use crate::books::{Standing, sold_by_all};
use escale::domain::ids::OrderId;
use escale::domain::order::OrderState;
use escale::domain::timestamp::UnixSeconds;
use escale::store::{Store, TaskKind};
use escale_simulators::{PaymentTruth, World};

/// How an order ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Delivered, and paid once.
    Delivered,
    /// Nothing was kept.
    GivenBack,
    /// Never paid.
    Unpaid,
    /// A task waits, with its evidence.
    BeforeAPerson,
}

/// What an audit found. The three lists hold a line for each complaint.
#[derive(Debug, Default)]
pub struct Audit {
    /// Oldest first.
    pub endings: Vec<(OrderId, Ending)>,
    pub open_tasks: Vec<TaskKind>,
    /// A buyer has neither eSIM nor money, or something was sold of which nobody knows.
    pub lost: Vec<String>,
    /// Held, taken, given back or sold twice.
    pub doubled: Vec<String>,
    /// The records contradict the world's, or themselves.
    pub wrong: Vec<String>,
}

/// Compares the records of a shop at rest with the world's books.
pub async fn audit(store: &Store, world: &World, orders: &[OrderId], now: UnixSeconds) -> Audit {
    let mut audit = Audit::default();
    let mut all = Vec::new();
    for order in orders {
        all.push(Standing::of(store, world, order).await);
    }
    let mut tx = store.snapshot().await.unwrap();
    audit.open_tasks = tx.open_tasks().await.unwrap().into_iter().map(|task| task.kind).collect();
    for (name, dead, error) in tx.jobs_waiting(now).await.unwrap() {
        audit.wrong.push(format!("the job {name} is {}: {error:?}", if dead { "dead" } else { "not done" }));
    }
    audit.look_for_strangers(&all, &world.payments());
    audit.compare_goods(&all, &sold_by_all(world));
    audit.compare_mails(&all, &world.mails());
    for order in &all {
        audit.compare_order(order);
        audit.look_at_the_end(order);
    }
    audit
}

impl Audit {
    /// Every complaint.
    pub fn complaints(&self) -> Vec<&String> {
        self.lost.iter().chain(&self.doubled).chain(&self.wrong).collect()
    }

    /// How many orders ended so.
    pub fn count(&self, ending: Ending) -> usize {
        self.endings.iter().filter(|(_, other)| *other == ending).count()
    }

    /// Payments that name this shop and are in no record.
    fn look_for_strangers(&mut self, all: &[Standing], truths: &[PaymentTruth]) {
        for truth in truths {
            let Some(named) = truth.metadata["escale_payment"].as_str() else { continue };
            let known = all.iter().flat_map(|order| &order.family.payments).any(|payment| payment.id.as_str() == named);
            if !known && !self.open_tasks.contains(&TaskKind::UnknownPayment) {
                self.lost.push(format!("the payment {named} is in no record, and no task says so"));
            }
        }
    }

    fn compare_order(&mut self, order: &Standing) {
        let name = name(order);
        let note = |list: &mut Vec<String>, look: &dyn Fn(&mut Vec<String>)| {
            let mut complaints = Vec::new();
            look(&mut complaints);
            list.extend(complaints.into_iter().map(|complaint| format!("{name}: {complaint}")));
        };
        note(&mut self.doubled, &|complaints| order.nothing_is_doubled(complaints));
        note(&mut self.lost, &|complaints| order.nobody_pays_for_nothing(complaints));
        note(&mut self.lost, &|complaints| order.is_at_rest(complaints));
        // Of a payment that is not what was asked for nothing is booked before a person has looked.
        if !order.has_task(&[TaskKind::PaymentMismatch]) {
            note(&mut self.wrong, &|complaints| order.books_agree(complaints));
        }
    }

    fn look_at_the_end(&mut self, order: &Standing) {
        let ending = match order.family.order.state {
            OrderState::Delivered => Ending::Delivered,
            OrderState::GivenBack => Ending::GivenBack,
            OrderState::Closed => Ending::Unpaid,
            _ if order.before_a_person() => Ending::BeforeAPerson,
            _ => return self.lost.push(format!("{} waits for nobody", name(order))),
        };
        self.endings.push((order.family.order.id.clone(), ending));
    }
}

/// How a complaint names an order.
fn name(order: &Standing) -> String {
    let order = &order.family.order;
    format!("{} ({}, {})", order.id, order.email, order.state.as_str())
}
