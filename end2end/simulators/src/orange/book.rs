//! All transactions, oldest first, found by id and by `user_id` without looking at each.

use std::collections::{BTreeSet, HashMap};

use super::transactions::Transaction;
use crate::later::Later;

#[derive(Default)]
pub(crate) struct Book {
    all: Vec<Transaction>,
    /// Where the transaction of an id stands.
    by_id: HashMap<String, usize>,
    /// Where those of a `user_id` stand.
    by_user: HashMap<String, Vec<usize>>,
    /// When a planned change of status is due (Unix seconds), and whose it is.
    agenda: BTreeSet<(i64, usize)>,
}

impl Book {
    pub(super) fn add(&mut self, transaction: Transaction) {
        let place = self.all.len();
        self.by_id.insert(transaction.id.clone(), place);
        self.by_user.entry(transaction.user_id.clone()).or_default().push(place);
        if let Some(due) = transaction.next_change() {
            self.agenda.insert((due, place));
        }
        self.all.push(transaction);
    }

    /// Oldest first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Transaction> {
        self.all.iter()
    }

    pub(super) fn find(&self, id: &str) -> Option<&Transaction> {
        self.by_id.get(id).map(|place| &self.all[*place])
    }

    /// The transactions of a buyer, or all; newest first.
    pub(super) fn newest_first<'a>(&'a self, user: Option<&str>) -> Box<dyn Iterator<Item = &'a Transaction> + 'a> {
        match user {
            Some(user) => Box::new(self.by_user.get(user).into_iter().flatten().rev().map(|place| &self.all[*place])),
            None => Box::new(self.all.iter().rev()),
        }
    }

    /// The one with this id, else the first with this `user_id`.
    pub(super) fn meant_by(&mut self, sale: &str) -> Option<&mut Transaction> {
        self.place_of(sale).map(|place| &mut self.all[place])
    }

    fn place_of(&self, sale: &str) -> Option<usize> {
        self.by_id.get(sale).or_else(|| self.by_user.get(sale)?.first()).copied()
    }

    /// Plans a change of status; false when there is no such sale.
    pub(super) fn plan_change(&mut self, sale: &str, later: Later) -> bool {
        let Some(place) = self.place_of(sale) else { return false };
        self.all[place].later = Some(later);
        self.agenda.extend(self.all[place].next_change().map(|due| (due, place)));
        true
    }

    /// Makes the changes whose time has come; `change` is told each transaction that is due.
    pub(super) fn make_changes(&mut self, now: i64, mut change: impl FnMut(&mut Transaction)) {
        while self.agenda.first().is_some_and(|(due, _)| *due <= now) {
            let Some((_, place)) = self.agenda.pop_first() else { break };
            // Another plan may have replaced the one that stood here.
            if self.all[place].next_change().is_some_and(|due| due <= now) {
                change(&mut self.all[place]);
            }
        }
    }

    pub(super) fn sims_mut(&mut self) -> impl Iterator<Item = &mut super::sim::Sim> {
        self.all.iter_mut().filter_map(|one| one.sim.as_mut())
    }
}
