//! Cases that once ended badly, cut down to the steps that mattered: each is performed on both databases, every time.

use super::case::Case;
use super::command::Command::{self, *};
use super::command::{Click, Giver, HoldEnd, Part, Workers};
use super::{perform, run};
use crate::shop::Database;
use escale::trial::Guard;
use escale_simulators::{Fault, Later, PaymentWay, RefundPlan, SalePlan};

const TWO_HOURS: u64 = 7200;
const EIGHT_DAYS: u64 = 8 * 86_400;

fn trouble(call: &'static str, fault: Fault) -> Command {
    Trouble { call, fault, times: None }
}

fn trouble_once(call: &'static str, fault: Fault) -> Command {
    Trouble { call, fault, times: Some(1) }
}

/// What went wrong, and the steps.
pub fn remembered() -> Vec<(&'static str, Vec<Command>)> {
    vec![
        (
            "a refund that was refused left a mail behind that had nothing to tell",
            vec![
                Order(Click::Once),
                Pay { which: 0, way: PaymentWay::BankAtOnce },
                Dispute { which: 0 },
                Close { seconds: TWO_HOURS },
            ],
        ),
        (
            "a refund that came back from the bank was not noticed",
            vec![
                Buy { way: PaymentWay::BankAtOnce },
                Sale(SalePlan { status: "ko".to_owned(), ..SalePlan::default() }),
                Work(Workers::One),
                RefundComesBack { which: 0 },
            ],
        ),
        (
            "a hold that could not be captured ran out in silence",
            vec![
                trouble("stripe.payment_intents.*", Fault::CutBefore),
                Buy { way: PaymentWay::Card },
                Wait { seconds: EIGHT_DAYS },
            ],
        ),
        (
            "a part given back in the Dashboard before delivery left a line that nobody would buy",
            vec![
                Refund(failing_refund()),
                trouble_once("orange.transactions.create", Fault::CutBefore),
                Buy { way: PaymentWay::BankAtOnce },
                Wait { seconds: 300 },
                GiveBack { which: 7, who: Giver::Dashboard, part: Part::Half },
            ],
        ),
        (
            "a hold of which a part was captured before we looked was delivered in full",
            vec![
                Order(Click::Once),
                Pay { which: 1, way: PaymentWay::Card },
                HoldEnds { which: 1, how: HoldEnd::Captured { part: Part::Half } },
            ],
        ),
        (
            "a part that the Dashboard could not give back was kept for nothing, and nobody was told",
            vec![
                Sale(SalePlan {
                    status: "pending".to_owned(),
                    later: Some(Later { after_seconds: 20, status: "ko".to_owned() }),
                    ..SalePlan::default()
                }),
                Refund(failing_refund()),
                Buy { way: PaymentWay::BankAtOnce },
                GiveBack { which: 7, who: Giver::Dashboard, part: Part::Half },
            ],
        ),
    ]
}

fn failing_refund() -> RefundPlan {
    RefundPlan { status: "pending".to_owned(), fails_after_seconds: Some(60), succeeds_after_seconds: None }
}

#[test]
fn what_ended_badly_once_ends_well_now() {
    let mut again = Vec::new();
    for (what, commands) in remembered() {
        for database in [Database::Sqlite, Database::Postgres] {
            if let Err(wrong) = run(database, &commands) {
                again.push(format!("{what}, and so it does again on {database:?}: {wrong:#?}"));
            }
        }
    }
    assert!(again.is_empty(), "{}", again.join("\n"));
}

#[test]
fn case_without_the_quiet_time_buys_twice_and_is_noticed() {
    let steps = [
        Buy { way: PaymentWay::Card },
        Wait { seconds: 130 },
        SoldInSilence { seconds: 110 },
        Buy { way: PaymentWay::Card },
        Wait { seconds: 600 },
    ];
    let perform_without = |guard| {
        let mut case = Case::open(Database::Sqlite, guard).unwrap();
        perform(&mut case, &steps)
    };
    assert!(perform_without(None).is_ok());
    let wrong = perform_without(Some(Guard::QuietTime)).unwrap_err();
    assert!(wrong.iter().any(|rule| rule.contains("and the supplier sold it")), "{wrong:?}");
}
