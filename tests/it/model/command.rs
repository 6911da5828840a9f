//! What can happen to a shop in one step.
//!
//! A command names its order, payment or event by its place among those that it can concern when it is performed,
//! newest first. So every sequence makes sense, also one from which commands were taken away.

use escale_simulators::{Fault, PaymentWay, RefundPlan, SalePlan};

/// A place, newest first; beyond the end it begins again.
pub type Place = u8;

/// One step.
#[derive(Clone, Debug)]
pub enum Command {
    /// A buyer sends the checkout form.
    Order(Click),
    /// A buyer sends the form and pays at once.
    Buy {
        way: PaymentWay,
    },
    /// An order of several lines, as programs make it.
    OrderSeveral {
        lines: u8,
    },
    /// The form of an order that is there already, sent once more.
    SendFormAgain {
        which: Place,
    },
    /// The buyer opens the order's page.
    OpenPage {
        which: Place,
    },
    /// The buyer does not want to wait any longer.
    Cancel {
        which: Place,
    },
    Pay {
        which: Place,
        way: PaymentWay,
    },
    FinishThreeDSecure {
        which: Place,
        well: bool,
    },
    /// A delayed payment arrives, or does not.
    Settle {
        which: Place,
        well: bool,
    },
    /// A webhook comes, or something that pretends to be one.
    Hear(Hearing),
    Work(Workers),
    /// The shop's process ends while something is under way and is started again.
    Crash {
        during: During,
        polls: u16,
    },
    /// Time passes, and the shop is shut.
    Close {
        seconds: u64,
    },
    /// Time passes, and the worker is at work.
    Wait {
        seconds: u64,
    },
    /// The next such calls go wrong; without a number all of them, until it is mended.
    Trouble {
        call: &'static str,
        fault: Fault,
        times: Option<u32>,
    },
    /// No call goes wrong any more.
    Mended,
    /// The course of the supplier's next sale.
    Sale(SalePlan),
    /// The supplier sends the code of a sale so that it can be read.
    CodeMended {
        which: Place,
    },
    /// The next order is sold, its answer is lost, and the supplier's list shows it so many seconds later.
    SoldInSilence {
        seconds: i64,
    },
    /// Seconds until a sale shows in the supplier's list.
    ListLag {
        seconds: i64,
    },
    /// Units left of the plan that is sold.
    Stock {
        units: i64,
    },
    /// The mail server takes nothing for so many tries, or refuses for good.
    MailTrouble {
        tries: u8,
        for_good: bool,
    },
    Dispute {
        which: Place,
    },
    DisputeEnds {
        which: Place,
        won: bool,
    },
    /// A hold ends, not by us.
    HoldEnds {
        which: Place,
        how: HoldEnd,
    },
    /// The session ends early.
    SessionEnds {
        which: Place,
    },
    /// The course of the next refund.
    Refund(RefundPlan),
    /// A refund comes back from the buyer's bank.
    RefundComesBack {
        which: Place,
    },
}

/// How the form is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Click {
    Once,
    TwiceAtOnce,
}

/// What becomes of webhooks. Until then they are on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    One {
        which: Place,
        how: Delivery,
    },
    /// All that are on their way.
    All {
        reversed: bool,
    },
    /// It never arrives.
    Lost {
        which: Place,
    },
    Forged(Forgery),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Once,
    Twice,
    ThreeTimesAtOnce,
    /// Stripe does not hear our answer, and will send it again.
    AnswerIgnored,
}

/// A webhook that must not be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgery {
    /// Signed with a secret that is not ours.
    WrongSecret,
    /// Rightly signed, six minutes ago.
    Stale,
    /// Changed after it was signed.
    Changed,
}

/// Who works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workers {
    One,
    /// Two servers over the same records.
    Two,
    /// Two servers, of which one stops for good in the middle of a job.
    OneOfTwoStops {
        after_polls: u16,
    },
    /// Two servers, of which one falls asleep in the middle of a job and wakes up when the other has worked on.
    OneOfTwoSleeps {
        after_polls: u16,
        seconds: u64,
    },
    /// Two servers, and the buyer looks at the order.
    TwoAndABuyer {
        which: Place,
    },
}

/// What a crash comes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum During {
    Work,
    /// The steps that an order's page makes.
    Page {
        which: Place,
    },
    Checkout,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldEnd {
    /// Its time is over.
    RunsOut,
    /// Somebody cancels it in the Dashboard.
    Cancelled,
    /// Somebody captures it in the Dashboard.
    Captured,
}
