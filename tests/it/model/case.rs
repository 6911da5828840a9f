//! One case: a house, what happens to it step by step, and what is wrong after a step.

use super::buyers::Buyers;
use super::command::{Click, Command};
use super::house::House;
use super::post::Post;
use super::rest::broken_at_rest;
use super::rules::{Others, broken};
use super::seen::{Letter, Seen};
use super::{elsewhere, time, workers};
use crate::shop::Database;
use escale::fulfilment::catalogue_sync::sync_catalogue;
use escale::fulfilment::worker::run_ready;
use escale_simulators::Fault;
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
        let buyers = Buyers::of(&house);
        Some(Self { house, buyers, post: Post::default(), others: Others::default(), last: None })
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
        let broken = broken_at_rest(&seen, &Letter::all(&self.house), self.house.crashes).0;
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
            Command::Buy { way } => {
                buyers.order(house, Click::Once)?;
                buyers.pay(house, 0, *way);
            }
            Command::OrderSeveral { lines } => buyers.order_several(house, *lines)?,
            Command::SendFormAgain { which } => buyers.send_form_again(house, *which)?,
            Command::OpenPage { which } => buyers.open_page(house, *which)?,
            Command::Cancel { which } => buyers.cancel(house, *which)?,
            Command::Pay { which, way } => buyers.pay(house, *which, *way),
            Command::FinishThreeDSecure { which, well } => buyers.finish_three_d_secure(house, *which, *well),
            Command::Settle { which, well } => elsewhere::settle(house, *which, *well),
            Command::Hear(hearing) => post.hear(house, *hearing)?,
            Command::Work(workers) => workers::work(house, buyers, *workers)?,
            Command::Crash { during, polls } => workers::crash(house, buyers, *during, *polls),
            Command::Close { seconds } => house.pass(Duration::from_secs(*seconds)),
            Command::Wait { seconds } => time::work_for(self, Duration::from_secs(*seconds))?,
            Command::Trouble { call, fault, times } => house.world.arm_fault(call, fault.clone(), *times),
            Command::Mended => house.world.clear_faults(),
            Command::Sale(plan) => house.world.plan_next_sale(plan.clone()),
            Command::SoldInSilence { seconds } => {
                house.world.arm_fault("orange.transactions.create", Fault::CutAfter, Some(1));
                house.world.set_orange_list_lag(*seconds);
            }
            Command::ListLag { seconds } => house.world.set_orange_list_lag(*seconds),
            Command::Stock { units } => {
                house.world.set_stock(buyers.offer.product.as_str(), *units);
                // That nothing is left is noticed by whoever wants to buy; that there is something again, by the sync.
                if *units > 0 {
                    house.run(async |server| {
                        drop(sync_catalogue(&server.services, &buyers.offer.supplier).await);
                    });
                }
            }
            Command::MailTrouble { tries, for_good } => {
                let answer = if *for_good { "550 no such user" } else { "451 try again later" };
                for _ in 0..*tries {
                    house.world.reject_next_recipient(answer);
                }
            }
            Command::Dispute { which } => elsewhere::dispute(house, *which),
            Command::DisputeEnds { which, won } => elsewhere::end_dispute(house, *which, *won),
            Command::HoldEnds { which, how } => elsewhere::end_hold(house, others, *which, *how),
            Command::SessionEnds { which } => {
                let sessions = buyers.open_sessions(house);
                if let Some(session) = pick(&sessions, *which) {
                    house.world.expire_session(session);
                }
            }
            Command::RefundComesBack { which } => elsewhere::send_refund_back(house, *which),
            Command::CodeMended { which } => {
                let sold: Vec<_> = house.world.esims_sold().into_iter().rev().collect();
                if let Some(sold) = pick(&sold, *which) {
                    house.world.mend_code(&sold.transaction_id);
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
