//! What the page says in each state of an order.

use super::fixture::{ORDERED, order, render, shown_after};
use crate::domain::fulfilment::AttemptState as A;
use crate::domain::lang::Lang;
use crate::domain::order::OrderState;
use crate::domain::payment::PaymentState as P;
use crate::fulfilment::give_up::CANCELLED_BY_BUYER;
use crate::fulfilment::usage_sync::EsimUse;
use crate::text::t;
use std::time::Duration;

/// Every state that an order's page can find, with one delivered eSIM at most.
const STATES: [(P, Option<A>); 15] = [
    (P::Creating, None),
    (P::Open, None),
    (P::Processing, None),
    (P::Expired, None),
    (P::Held, Some(A::Prepared)),
    (P::Held, Some(A::Sending)),
    (P::Held, Some(A::Unknown)),
    (P::Held, Some(A::Accepted)),
    (P::Held, Some(A::Review)),
    (P::Held, Some(A::Refused)),
    (P::Taken, Some(A::Abandoned)),
    (P::Captured, Some(A::Delivered)),
    (P::Voiding, Some(A::Abandoned)),
    (P::Voided, Some(A::Abandoned)),
    (P::RefundFailed, Some(A::Abandoned)),
];

#[test]
fn no_state_is_called_a_failure_and_none_is_without_words() {
    for (payment, attempt) in STATES {
        for lang in Lang::ALL {
            let opened = order(payment, attempt);
            let uses = vec![EsimUse::default(); opened.esims.len()];
            let (page, html) = render(lang, ORDERED + Duration::from_secs(90), &opened, &uses);
            let words = format!("{} {html}", page.title).to_lowercase();
            assert!(page.private, "{payment:?} {attempt:?}");
            for word in ["failed", "failure", "échou", "échec", "order-", "mail-back-", "{ $"] {
                let found = words.split('"').step_by(2).any(|text| text.contains(word));
                assert!(!found, "{payment:?} {attempt:?} {lang}: {word}");
            }
            assert!(html.contains("E-7K3M9-Q2XW4"), "{payment:?} {attempt:?}: no order number");
        }
    }
}

#[test]
fn who_waits_is_looked_after_ever_more_seldom_and_without_script() {
    let waiting = [(P::Open, None), (P::Processing, None), (P::Held, Some(A::Sending)), (P::Held, Some(A::Review))];
    for (payment, attempt) in waiting {
        let opened = order(payment, attempt);
        let since = opened.family.order.paid_at.map_or(0, |at| at.since(ORDERED).as_secs());
        let after = |seconds| shown_after(since + seconds, &opened, &[]).0.refresh.map(|after| after.as_secs());
        assert_eq!([0, 19, 20, 59, 60, 299, 300, 900].map(after), [2, 2, 4, 4, 10, 10, 30, 30].map(Some));
        let (_, html) = shown_after(since, &opened, &[]);
        assert!(!html.contains("<leptos-island") && !html.contains("<script"), "{payment:?} {attempt:?}");
        assert!(html.contains(&t(Lang::En, "order-check-again")), "{payment:?} {attempt:?}");
    }
}

#[test]
fn a_page_that_waits_for_nothing_does_not_reload_itself() {
    for (payment, attempt) in [(P::Expired, None), (P::Captured, Some(A::Delivered)), (P::Voided, Some(A::Abandoned))] {
        let opened = order(payment, attempt);
        let uses = vec![EsimUse::default(); opened.esims.len()];
        assert_eq!(shown_after(90, &opened, &uses).0.refresh, None, "{payment:?}");
    }
}

#[test]
fn an_unpaid_order_leads_on_to_the_payment_page() {
    let (_, html) = shown_after(5, &order(P::Open, None), &[]);
    assert!(html.contains(r#"href="https://pay.example.org/c/pay/cs_1""#));
    let (_, html) = shown_after(5, &order(P::Creating, None), &[]);
    assert!(html.contains("/en/checkout/00000000000000000000000000000000"));
    // Who may have paid is not asked to pay again.
    let (_, html) = shown_after(5, &order(P::Processing, None), &[]);
    assert!(!html.contains("pay.example.org"));
}

#[test]
fn the_promise_names_the_hour_at_which_the_money_goes_back() {
    // Paid at 14:16.
    let (_, html) = shown_after(70, &order(P::Held, Some(A::Sending)), &[]);
    assert!(html.contains("14:31 UTC"), "{html}");
    let (_, html) = shown_after(70, &order(P::Held, Some(A::Accepted)), &[]);
    assert!(html.contains("14:31 UTC") && html.contains("15:16 UTC"));
}

#[test]
fn only_a_confirmed_order_past_its_deadline_can_be_cancelled() {
    let offers_to = |seconds, attempt| {
        let (_, html) = shown_after(seconds, &order(P::Held, Some(attempt)), &[]);
        html.contains(r#"method="post""#) && html.contains("/cancel")
    };
    let late = 60 + 15 * 60;
    assert!(offers_to(late, A::Accepted));
    assert!(!offers_to(late - 1, A::Accepted), "the promise has not run out");
    for attempt in [A::Prepared, A::Sending, A::Unknown] {
        assert!(!offers_to(late, attempt), "{attempt:?}: nobody knows whether it was sold");
    }
}

#[test]
fn money_that_was_held_is_released_and_money_that_was_taken_is_refunded() {
    let (page, html) = shown_after(2_000, &order(P::Voided, Some(A::Abandoned)), &[]);
    assert_eq!(page.title, t(Lang::En, "order-back-title"));
    assert!(html.contains("€8.99") && html.contains("only reserved"), "{html}");
    let (page, html) = shown_after(2_000, &order(P::Taken, Some(A::Refused)), &[]);
    assert_eq!(page.title, t(Lang::En, "order-going-back-title"));
    assert!(html.contains("We have refunded €8.99"), "{html}");
}

#[test]
fn the_reason_is_told_in_plain_words() {
    let mut opened = order(P::Voided, Some(A::Abandoned));
    let told = |opened: &_, key: &str| shown_after(2_000, opened, &[]).1.contains(&t(Lang::En, key));
    assert!(told(&opened, "mail-back-not-in-time"));
    opened.family.attempts[0].reason = Some(CANCELLED_BY_BUYER.to_owned());
    assert!(told(&opened, "mail-back-cancelled"));
    opened.family.attempts[0].state = A::Refused;
    opened.family.attempts[0].reason = None;
    assert!(told(&opened, "mail-back-not-available"));
    opened.family.order.late_payment = true;
    assert!(told(&opened, "mail-back-paid-too-late"));
}

#[test]
fn money_that_the_bank_did_not_take_back_is_owed() {
    let opened = order(P::RefundFailed, Some(A::Abandoned));
    assert_eq!(opened.family.order.state, OrderState::NeedsAPerson);
    let (page, _) = shown_after(2_000, &opened, &[]);
    assert_eq!(page.title, "We owe you €8.99");
}

#[test]
fn a_code_that_cannot_be_read_is_admitted() {
    let mut opened = order(P::Held, Some(A::Accepted));
    opened.puzzling = true;
    let (_, html) = shown_after(70, &opened, &[]);
    assert!(html.contains(&t(Lang::En, "order-puzzling-title")) && !html.contains("<svg"));
}
