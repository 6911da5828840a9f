//! The mails: owed once, sent at least once, with what they must hold.

use super::{Audit, name};
use crate::books::Standing;
use escale::domain::order::OrderState;
use escale::store::{MailKind, TaskKind};
use escale_simulators::Mail;

impl Audit {
    pub(super) fn compare_mails(&mut self, all: &[Standing], mailbox: &[Mail]) {
        for seen in all {
            let (name, order) = (name(seen), &seen.family.order);
            let got = |mail: &&Mail| mail.to.iter().any(|to| to.eq_ignore_ascii_case(&order.email));
            let arrived: Vec<&Mail> = mailbox.iter().filter(got).collect();
            for mail in &seen.mails {
                match mail.state.as_str() {
                    "sent" => {}
                    "failed" if seen.has_task(&[TaskKind::MailFailed]) => {}
                    // The refund was refused before the mail went: nothing goes back until a person sees to it.
                    "failed" if mail.kind == MailKind::GivenBack && seen.has_task(&[TaskKind::RefundFailed]) => {}
                    state => self.lost.push(format!("{name}: the mail {} is {state}", mail.kind.as_str())),
                }
            }
            let sent = seen.mails.iter().filter(|mail| mail.state == "sent").count();
            if arrived.len() < sent {
                self.lost.push(format!("{name}: {sent} mails were sent, {} arrived", arrived.len()));
            }
            let owed = |kind: MailKind| seen.mails.iter().find(|mail| mail.kind == kind);
            if order.state == OrderState::GivenBack && owed(MailKind::GivenBack).is_none() {
                self.lost.push(format!("{name}: the buyer was not told that the money goes back"));
            }
            if !seen.esims.is_empty() && owed(MailKind::EsimReady).is_none() {
                self.lost.push(format!("{name}: the buyer was not sent the eSIM"));
            }
            for esim in &seen.esims {
                let code = esim.secrets.activation_code.matching_id().as_str();
                let is_sent = owed(MailKind::EsimReady).is_some_and(|mail| mail.state == "sent");
                if is_sent && !arrived.iter().any(|mail| mail.text().contains(code)) {
                    self.lost.push(format!("{name}: no mail holds the code"));
                }
            }
        }
    }
}
