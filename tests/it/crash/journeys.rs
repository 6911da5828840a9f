//! Every journey. Together they pass every point: `points` counts.

pub mod after;
pub mod buying;
pub mod comparing;
pub mod doubt;
pub mod giving_back;
pub mod opening;
pub mod paying;
pub mod taking;

use super::journey::Journey;

/// All of them.
pub const ALL: &[Journey] = &[
    paying::told_by_webhook_and_page::JOURNEY,
    paying::told_by_webhook_alone::JOURNEY,
    paying::told_by_page_alone::JOURNEY,
    paying::found_by_the_poll::JOURNEY,
    paying::session_without_an_answer::JOURNEY,
    paying::session_refused_under_its_key::JOURNEY,
    paying::never_paid::JOURNEY,
    paying::second_session::JOURNEY,
    paying::paid_too_late::JOURNEY,
    paying::paid_after_it_was_given_up::JOURNEY,
    paying::paid_another_amount::JOURNEY,
    buying::not_on_sale_for_a_moment::JOURNEY,
    buying::sold_out::JOURNEY,
    buying::pending_at_first::JOURNEY,
    buying::refused::JOURNEY,
    buying::no_that_is_read_once_more::JOURNEY,
    buying::did_not_leave::JOURNEY,
    buying::supplier_gone::JOURNEY,
    doubt::answer_cut_off::JOURNEY,
    doubt::never_arrived::JOURNEY,
    doubt::nobody_can_say::JOURNEY,
    doubt::sold_after_it_was_given_up::JOURNEY,
    taking::capture_without_an_answer::JOURNEY,
    taking::void_without_an_answer::JOURNEY,
    taking::hold_let_go_elsewhere::JOURNEY,
    taking::capture_left_to_the_next_step::JOURNEY,
    taking::hold_about_to_run_out::JOURNEY,
    giving_back::taken_and_refused::JOURNEY,
    giving_back::refund_without_an_answer::JOURNEY,
    giving_back::refund_that_takes_its_time::JOURNEY,
    giving_back::refund_left_to_the_next_step::JOURNEY,
    giving_back::given_back_by_staff::JOURNEY,
    giving_back::refunded_in_the_dashboard::JOURNEY,
    after::looked_at::JOURNEY,
    after::watched::JOURNEY,
    after::lost_links::JOURNEY,
    after::withdrawn::JOURNEY,
    after::acted_on_by_staff::JOURNEY,
    after::disputed::JOURNEY,
    after::mail_refused_for_a_while::JOURNEY,
    after::mail_refused_for_good::JOURNEY,
    after::event_of_somebody_else::JOURNEY,
    after::event_of_an_unknown_payment::JOURNEY,
    comparing::compared_on_schedule::JOURNEY,
    comparing::compared_by_hand::JOURNEY,
    comparing::difference_settled_by_staff::JOURNEY,
    opening::first_opening::JOURNEY,
    opening::gone_before_paying::JOURNEY,
];
