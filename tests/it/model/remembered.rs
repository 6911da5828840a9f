//! Cases that once ended badly, cut down to the steps that mattered: each is performed on both databases, every time.

use super::command::Command::{self, *};
use super::command::{Click, Workers};
use super::run;
use crate::shop::Database;
use escale_simulators::{Fault, PaymentWay, SalePlan};

const TWO_HOURS: u64 = 7200;
const EIGHT_DAYS: u64 = 8 * 86_400;

fn trouble(call: &'static str, fault: Fault) -> Command {
    Trouble { call, fault, times: None }
}

/// What went wrong, and the steps.
fn remembered() -> Vec<(&'static str, Vec<Command>)> {
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
    ]
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
