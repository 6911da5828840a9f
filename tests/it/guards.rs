//! The guards are real: each rule holds while its guard stands, and is broken as soon as the guard is taken away.
//!
//! A guard is a clause of the schema (dropped in the test's database) or one in the code (`escale::trial::Guard`,
//! switched off at run time). Where others stand behind it, its rule holds without it; then it must hold by the guard
//! alone, without those others, and be broken without all of them. A guard that changes nothing fails its test.

mod amounts;
mod at_once;
mod clauses;
mod doubt;
mod life;
mod rows;
mod strange_answers;
mod two_at_once;

use crate::shop::{Database, Shop};
use escale::trial::Guard;
use std::fmt;

/// A rule's violation, in words; judged by the world's own books or by the stored rows.
pub type Verdict = Result<(), String>;

/// A rule that was broken, unless the condition holds.
fn holds(condition: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if condition { Ok(()) } else { Err(otherwise()) }
}

/// Something that can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Code(Guard),
    /// As `clauses::Clause` prints it.
    Clause(&'static str),
}

use What::{Clause, Code};

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Code(guard) => write!(f, "guard {guard:?}"),
            Clause(printed) => f.write_str(printed),
        }
    }
}

/// A guard with the name of its test, the databases on which it is proven, and what stands behind it.
struct Row {
    what: What,
    behind_it: &'static [What],
}

macro_rules! guards {
    ($($name:ident: $what:expr => $scenario:path $(, behind [$($cover:expr),*])? $(, on $database:ident)?;)*) => {
        const ROWS: &[Row] = &[$(Row { what: $what, behind_it: &[$($($cover),*)?] }),*];
        $(mod $name {
            use super::*;

            async fn on(database: Database) {
                let only: &[Database] = &[$(Database::$database)?];
                if only.is_empty() || only.contains(&database) {
                    prove(database, $what, &[$($($cover),*)?], async |shop: &Shop| $scenario(shop).await).await;
                }
            }

            #[tokio::test]
            async fn on_sqlite() {
                on(Database::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                on(Database::Postgres).await;
            }
        })*
    };
}

guards! {
    order_version: Code(Guard::OrderVersion) => at_once::disputed_order_that_was_about_to_be_bought;
    payment_state: Code(Guard::PaymentState) => at_once::answer_about_the_session_that_comes_after_the_delivery,
        behind [Code(Guard::OrderVersion)];
    attempt_state: Code(Guard::AttemptState) => at_once::absence_that_is_concluded_after_the_sale_was_found;
    refund_state: Code(Guard::RefundState) => at_once::answer_about_the_refund_that_comes_after_its_success,
        behind [Code(Guard::OrderVersion), Code(Guard::LegalSteps)];
    legal_steps: Code(Guard::LegalSteps) => rows::step_that_no_table_has;
    money_before_sending: Code(Guard::MoneyBeforeSending) => at_once::hold_that_is_let_go_while_we_are_about_to_buy,
        behind [Code(Guard::OrderVersion), Code(Guard::AttemptState)];
    send_by: Code(Guard::SendBy) => at_once::order_that_was_held_up_on_its_way_out;
    job_lease: Code(Guard::JobLease) => doubt::worker_that_was_thought_dead_ends_its_job;
    job_claim: Code(Guard::JobClaim) => at_once::second_worker_beside_a_slow_one;
    provider_key: Code(Guard::ProviderKey) => doubt::session_whose_answer_was_lost;
    quiet_time: Code(Guard::QuietTime) => doubt::sale_that_shows_late_in_the_list;
    positive_control: Code(Guard::PositiveControl) => doubt::sale_in_a_list_that_shows_nothing;
    amount_check: Code(Guard::AmountCheck) => doubt::payment_over_another_amount;
    late_payment: Code(Guard::LatePayment) => doubt::payment_first_seen_after_the_deadline;

    one_live_session: Clause("unique index one_live_session") => two_at_once::second_click_after_the_session_ended,
        behind [Code(Guard::OrderVersion)];
    one_attempt_in_doubt: Clause("unique index one_attempt_in_doubt") => at_once::absence_that_is_concluded_twice,
        behind [Code(Guard::AttemptState)];
    one_line_per_reference: Clause("unique index one_line_per_reference") => two_at_once::one_reference_for_two_orders,
        on Postgres;
    ledger: Clause("primary key ledger (entry_id, account)") => at_once::capture_that_is_heard_of_twice,
        behind [Code(Guard::OrderVersion), Code(Guard::PaymentState)];
    esim_of_an_attempt: Clause("unique esims (attempt_id)") => two_at_once::delivery_that_is_read_twice,
        behind [
            Code(Guard::OrderVersion),
            Code(Guard::AttemptState),
            Clause("unique esims (line_id)"),
            Clause("primary key ledger (entry_id, account)")
        ], on Postgres;
    esim_of_a_line: Clause("unique esims (line_id)") => two_at_once::delivery_that_is_read_twice,
        behind [
            Code(Guard::OrderVersion),
            Code(Guard::AttemptState),
            Clause("unique esims (attempt_id)"),
            Clause("primary key ledger (entry_id, account)")
        ], on Postgres;

    session_of_a_payment: Clause("unique payments (session_id)") => strange_answers::another_buyers_session;
    intent_of_a_payment: Clause("unique payments (intent_id)") => strange_answers::another_buyers_money;
    provider_s_refund: Clause("unique refunds (provider_id)") => strange_answers::another_buyers_refund;
    captured_sum: Clause("check payments (captured_minor)") => strange_answers::more_captured_than_was_asked_for;
    refunded_sum: Clause("check payments (refunded_minor)") => rows::more_given_back_than_was_taken;

    begun_sum: Clause("check payments (refund_claimed_minor)") => rows::more_refunds_begun_than_was_taken, on Postgres;

    draft: Clause("unique orders (draft)") => rows::same_click_twice;
    order_number: Clause("unique orders (number)") => rows::same_number_twice;
    order_token: Clause("unique orders (token_hash)") => rows::same_link_twice;
    line_position: Clause("unique order_lines (order_id, position)") => rows::same_place_in_an_order_twice;
    offer: Clause("primary key offers (id)") => rows::same_product_twice;
    offer_of_a_product: Clause("unique offers (supplier, product)") => rows::same_product_under_another_id;
    job: Clause("unique outbox (name)") => rows::same_job_twice;
    event: Clause("primary key inbox (id)") => rows::same_event_twice;
    task: Clause("unique tasks (name)") => rows::same_task_twice;
    staff: Clause("unique staff (email)") => rows::same_member_of_the_staff_twice;
    fact: Clause("primary key facts (name)") => rows::same_fact_twice;
    session: Clause("primary key sessions (id)") => rows::same_session_twice;
    difference: Clause("unique index one_row_while_it_stands") => rows::same_difference_twice;
    esim_read: Clause("primary key esim_reads (esim_id)") => rows::same_question_twice;

    top_up_of_a_line: Clause("unique top_ups (line_id)") => life::line_topped_up_twice;
    top_up_of_an_attempt: Clause("unique top_ups (attempt_id)") => life::attempt_that_tops_up_twice;
    exchange: Clause("unique former_esims (attempt_id)") => life::attempt_that_exchanges_twice;
    sample: Clause("primary key usage_samples (esim_id, taken_at)") => life::same_sample_twice;
    level: Clause("primary key supplier_levels (supplier, product, taken_at)") => life::same_level_twice;
    pay_in: Clause("unique index one_pay_in_under_way") => life::two_pay_ins_under_way;
    notice: Clause("primary key esim_notices (esim_id, kind)") => life::same_news_twice;
    notice_mail: Clause("unique esim_notices (mail_id)") => life::one_mail_for_two_news;

    line_kind: Clause("check order_lines (kind)") => life::line_of_an_unknown_kind, on Postgres;
    order_total: Clause("check orders (total_minor)") => amounts::order_for_nothing;
    line_price: Clause("check order_lines (price_minor)") => amounts::line_for_nothing;
    payment_amount: Clause("check payments (amount_minor)") => amounts::payment_of_nothing;
    refund_amount: Clause("check refunds (amount_minor)") => amounts::refund_of_nothing;
    refund_word: Clause("check refunds (state)") => amounts::refund_in_an_unknown_state;
    mail_word: Clause("check mails (state)") => amounts::mail_in_an_unknown_state;
}

/// Clauses that keep nothing from happening twice: a row's address, whose value is random.
const ADDRESSES: &[&str] = &[
    "primary key orders (id)",
    "primary key order_lines (id)",
    "primary key payments (id)",
    "primary key attempts (id)",
    "primary key supplier_answers (id)",
    "primary key esims (id)",
    "primary key refunds (id)",
    "primary key outbox (id)",
    "primary key tasks (id)",
    "primary key pay_ins (id)",
    "primary key audit (id)",
    "primary key mails (id)",
    "primary key staff (id)",
    "primary key reconciliations (id)",
    "primary key differences (id)",
    "primary key top_ups (id)",
    "primary key former_esims (id)",
];

/// The rule with everything, without the guard, and, where others stand behind it, by the guard alone.
async fn prove(database: Database, what: What, behind_it: &[What], scenario: impl AsyncFn(&Shop) -> Verdict) {
    let judge = async |missing: &[What]| -> Option<Verdict> {
        let shop = Shop::open(database).await?;
        for what in missing {
            match what {
                Code(guard) => shop.services.store.trial().take_away(*guard),
                Clause(printed) => clauses::drop_from(&shop, printed).await,
            }
        }
        Some(scenario(&shop).await)
    };
    let Some(verdict) = judge(&[]).await else {
        return println!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set");
    };
    assert_eq!(verdict, Ok(()), "the rule does not hold although everything stands");
    let mut all = vec![what];
    if !behind_it.is_empty() {
        assert_eq!(judge(&[what]).await, Some(Ok(())), "what stands behind {what} does not keep the rule without it");
        assert_eq!(judge(behind_it).await, Some(Ok(())), "{what} alone does not keep the rule");
        all.extend(behind_it);
    }
    match judge(&all).await {
        Some(Err(violation)) => println!("without {}: {violation}", listed(&all)),
        _ => panic!("the rule holds without {}: a decoration", listed(&all)),
    }
}

fn listed(all: &[What]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

#[test]
fn every_guard_has_its_proof_and_is_listed() {
    let clauses: Vec<String> = clauses::all().iter().map(ToString::to_string).collect();
    let code: Vec<String> = Guard::ALL.iter().map(|guard| Code(*guard).to_string()).collect();
    let proven: Vec<String> = ROWS.iter().map(|row| row.what.to_string()).collect();
    let addresses: Vec<String> = ADDRESSES.iter().map(|address| (*address).to_owned()).collect();
    for what in clauses.iter().chain(&code) {
        assert_eq!(proven.contains(what), !addresses.contains(what), "`{what}` has no row, or two");
    }
    for what in proven.iter().chain(&addresses) {
        assert!(clauses.contains(what) || code.contains(what), "`{what}` is no guard any more");
    }
    let page = include_str!("../../docs/proof.md");
    for row in ROWS {
        let line = page.lines().find(|line| line.starts_with(&format!("| {} |", row.what)));
        let line = line.unwrap_or_else(|| panic!("docs/proof.md does not list `{}`", row.what));
        for other in row.behind_it {
            assert!(
                line.contains(&other.to_string()),
                "docs/proof.md does not say that {other} stands behind {}",
                row.what
            );
        }
    }
}
