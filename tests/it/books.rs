//! Whether an order has come to rest as it should: the world's own books against ours, and nothing left undone.

use crate::shop::Shop;
use escale::domain::ids::OrderId;
use escale::domain::payment::PaymentState;
use escale::store::{Attempt, Esim, Family, LedgerRow, Mail, MailKind, RefundState, Store, Task, TaskKind};
use escale_simulators::{MovementKind, PaymentTruth, World};

/// An order as it stands with us and in the world.
pub struct Standing {
    pub family: Family,
    pub tasks: Vec<Task>,
    pub ledger: Vec<LedgerRow>,
    pub mails: Vec<Mail>,
    pub esims: Vec<Esim>,
    pub truths: Vec<PaymentTruth>,
    /// Of each line, how many eSIMs were sold for it, and how many of them are good.
    pub sold: Vec<(usize, usize)>,
}

impl Shop {
    /// What is wrong with an order that ought to be at rest, or before a person; empty when nothing is.
    pub async fn complaints(&self, order: &OrderId) -> Vec<String> {
        let standing = Standing::of(&self.services.store, &self.world, order).await;
        let mut complaints = Vec::new();
        standing.nothing_is_doubled(&mut complaints);
        standing.books_agree(&mut complaints);
        standing.nobody_pays_for_nothing(&mut complaints);
        standing.is_at_rest(&mut complaints);
        standing.the_buyer_was_told(&mut complaints);
        complaints
    }
}

/// An eSIM that a supplier of this world has sold.
pub struct Sold {
    /// Our attempt's id, where the supplier takes one.
    ours: Option<String>,
    /// The supplier's own.
    pub reference: String,
    /// `1$<SM-DP+>$<matching id>`; `None` while it has none.
    pub code: Option<String>,
    /// Not called off by the supplier itself.
    pub is_good: bool,
}

impl Sold {
    pub fn is_for(&self, attempt: &Attempt) -> bool {
        match &self.ours {
            Some(ours) => *ours == attempt.id.as_str(),
            None => attempt.reference.as_ref() == Some(&self.reference),
        }
    }
}

/// What every supplier's own books say; top-ups are no eSIMs.
pub fn sold_by_all(world: &World) -> Vec<Sold> {
    let orange = world.esims_sold().into_iter().map(|sold| Sold {
        ours: Some(sold.user_id),
        reference: sold.transaction_id,
        code: Some(sold.activation_code),
        is_good: !["ko", "expired"].contains(&sold.status.as_str()),
    });
    let standard = world.standard_sold().into_iter().filter(|sold| !sold.is_top_up).map(|sold| Sold {
        ours: Some(sold.external_reference),
        reference: sold.order_id,
        code: sold.activation_code,
        is_good: sold.status != "failed",
    });
    let airalo = world.airalo_sold().into_iter().filter(|sold| !sold.is_top_up).map(|sold| Sold {
        ours: Some(sold.description),
        reference: sold.order_id.to_string(),
        code: sold.activation_codes.into_iter().next(),
        is_good: true,
    });
    let esim_go = world.esim_go_sold().into_iter().filter(|sold| !sold.is_top_up).map(|sold| Sold {
        ours: None,
        reference: sold.order_reference,
        code: sold.activation_code,
        is_good: true,
    });
    orange.chain(standard).chain(airalo).chain(esim_go).collect()
}

impl Standing {
    pub async fn of(store: &Store, world: &World, order: &OrderId) -> Self {
        let mut tx = store.snapshot().await.unwrap();
        let family = tx.family(order).await.unwrap().unwrap();
        let truths = world.payments().into_iter();
        let sold = sold_by_all(world);
        let of_line = |line: &escale::store::Line| {
            let attempts = family.attempts.iter().filter(|attempt| attempt.line == line.id);
            let ours: Vec<_> = attempts.flat_map(|attempt| sold.iter().filter(|sold| sold.is_for(attempt))).collect();
            (ours.len(), ours.iter().filter(|sold| sold.is_good).count())
        };
        Self {
            tasks: tx.tasks_of(order).await.unwrap(),
            ledger: tx.ledger_of(order).await.unwrap(),
            mails: tx.mails_of(order).await.unwrap(),
            esims: tx.esims_of(order).await.unwrap(),
            truths: truths.filter(|truth| truth.client_reference_id.as_deref() == Some(order.as_str())).collect(),
            sold: family.lines.iter().map(of_line).collect(),
            family,
        }
    }
}

impl Standing {
    pub fn before_a_person(&self) -> bool {
        self.tasks.iter().any(|task| task.done_at.is_none())
    }

    pub fn has_task(&self, kinds: &[TaskKind]) -> bool {
        self.tasks.iter().any(|task| kinds.contains(&task.kind))
    }

    /// Held, captured and sold at most once.
    pub fn nothing_is_doubled(&self, complaints: &mut Vec<String>) {
        for truth in &self.truths {
            let times = |kind| truth.movements.iter().filter(|movement| movement.kind == kind).count();
            for kind in [MovementKind::Held, MovementKind::Captured, MovementKind::Released] {
                // What is taken out of a hold, and the rest that is let go with it.
                if times(kind) > 1 {
                    complaints.push(format!("{kind:?} {} times: {:?}", times(kind), truth.movements));
                }
            }
        }
        // A sale that the supplier itself calls off is none.
        if let Some((_, good)) = self.sold.iter().find(|(_, good)| *good > 1) {
            complaints.push(format!("{good} eSIMs were sold for one line"));
        }
    }

    /// What the provider did is what we have written down, in the rows and in the ledger.
    pub fn books_agree(&self, complaints: &mut Vec<String>) {
        if self.family.order.state != self.family.derived_state() {
            complaints.push(format!("stored {:?}, derived {:?}", self.family.order.state, self.family.derived_state()));
        }
        let captured: i64 = self.truths.iter().map(|truth| truth.captured).sum();
        let refunded: i64 = self.truths.iter().map(|truth| truth.refunded).sum();
        let held: i64 = self.truths.iter().map(PaymentTruth::standing_hold).sum();
        let ours: i64 = self.family.payments.iter().map(|payment| payment.captured.minor).sum();
        let given: i64 = self.family.payments.iter().map(|payment| payment.refunded.minor).sum();
        let booked = |account: &str| {
            self.ledger.iter().filter(|row| row.account == account).map(|row| row.amount.minor).sum::<i64>()
        };
        let sums = [
            ("captured in our rows", ours, captured),
            ("given back in our rows", given, refunded),
            // The provider keeps its fee of what it owes us.
            ("owed by the provider in our ledger", booked("provider") + booked("fees"), captured - refunded),
            ("held in our ledger", booked("memo:held"), held),
            ("the ledger's sum", self.ledger.iter().map(|row| row.amount.minor).sum(), 0),
        ];
        for (what, here, there) in sums {
            if here != there {
                complaints.push(format!("{what}: {here}, in truth {there}"));
            }
        }
    }

    /// The buyer's money is gone for exactly what was delivered, or a person knows.
    pub fn nobody_pays_for_nothing(&self, complaints: &mut Vec<String>) {
        let out_of_pocket: i64 = self.truths.iter().map(|truth| truth.kept() + truth.standing_hold()).sum();
        let worth = self.family.delivered_sum().minor;
        if out_of_pocket > worth && !self.before_a_person() {
            complaints.push(format!("{out_of_pocket} of the buyer's money for {worth}"));
        }
        // What a person gives back of what was delivered.
        let by_a_person = |reason: &str| !["not delivered", "paid too late", "captured elsewhere"].contains(&reason);
        let refunds = self.family.refunds.iter().filter(|refund| refund.state == RefundState::Succeeded);
        let given: i64 = refunds.filter(|refund| by_a_person(&refund.reason)).map(|refund| refund.amount.minor).sum();
        if out_of_pocket + given < worth && !self.has_task(&[TaskKind::Uncollected, TaskKind::Disputed]) {
            complaints.push(format!("delivered for {worth}, got {out_of_pocket}, and nobody knows"));
        }
        let good: usize = self.sold.iter().map(|(_, good)| good).sum();
        if good > self.esims.len() && !self.before_a_person() {
            complaints.push(format!("{good} eSIMs were sold, {} delivered, and nobody knows", self.esims.len()));
        }
        if self.esims.len() > good {
            complaints.push(format!("{} eSIMs were delivered, {good} sold", self.esims.len()));
        }
    }

    /// Every payment and every attempt has ended, or a person knows.
    pub fn is_at_rest(&self, complaints: &mut Vec<String>) {
        let payments = self.family.payments.iter().filter(|payment| {
            let delivered = payment.state == PaymentState::Taken && payment.captured == self.family.delivered_sum();
            !payment.state.is_final() && !delivered
        });
        let attempts = self.family.attempts.iter().filter(|attempt| !attempt.state.has_ended());
        let open: Vec<String> = payments
            .map(|payment| format!("{:?}", payment.state))
            .chain(attempts.map(|attempt| format!("{:?}", attempt.state)))
            .collect();
        if !open.is_empty() && !self.before_a_person() {
            complaints.push(format!("not at rest: {}", open.join(", ")));
        }
    }

    /// Once of what was delivered, once of what goes back.
    pub fn the_buyer_was_told(&self, complaints: &mut Vec<String>) {
        let told = |kind| self.mails.iter().filter(|mail| mail.kind == kind).count();
        if told(MailKind::EsimReady) != usize::from(!self.esims.is_empty()) {
            complaints.push(format!("{} mails with {} eSIMs", told(MailKind::EsimReady), self.esims.len()));
        }
        let goes_back = self.family.payments.iter().filter(|payment| {
            matches!(payment.state, PaymentState::Voiding | PaymentState::Voided | PaymentState::Refunding)
                || matches!(payment.state, PaymentState::Refunded | PaymentState::RefundFailed)
        });
        if told(MailKind::GivenBack) < goes_back.count() {
            complaints.push("money goes back, and the buyer was not told".to_owned());
        }
    }
}
