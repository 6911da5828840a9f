//! An order in any state, as the engine would leave it, and its page as HTML.

use crate::app::account::opened::Opened;
use crate::app::account::order_page::{Shown, page};
use crate::app::page::Page;
use crate::domain::activation_code::ActivationCode;
use crate::domain::checkout::SessionParams;
use crate::domain::country::CountryCode;
use crate::domain::esim::{EsimSecrets, Wanted};
use crate::domain::fulfilment::AttemptState;
use crate::domain::iccid::Iccid;
use crate::domain::ids::{AttemptId, EsimId, LineId, OfferId, OrderId, PaymentId, SupplierId, SupplierProductId};
use crate::domain::lang::Lang;
use crate::domain::money::{Currency, Money};
use crate::domain::offer::{Allowance, Coverage, DataAllowance, IdentityPapers, PlanFacts, Validity};
use crate::domain::order::OrderState;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::DataAmount;
use crate::fulfilment::next_step::Limits;
use crate::fulfilment::usage_sync::EsimUse;
use crate::secret::OrderToken;
use crate::store::{Attempt, Esim, Family, Line, Order, Payment};
use any_spawner::Executor;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// 21 November 2026, 14:15 UTC: when the order was made.
pub(super) const ORDERED: UnixSeconds = UnixSeconds(1_795_270_500);
pub(super) const SMDP: &str = "rsp.example.com";
pub(super) const MATCHING_ID: &str = "CANARY-QR-G-5C-1LS";
pub(super) const PUK: &str = "73519264";
pub(super) const PIN: &str = "4096";

const LIMITS: Limits = Limits {
    quiet: Duration::from_secs(60),
    socket: Duration::from_secs(30),
    delivery: Duration::from_secs(15 * 60),
    accepted: Duration::from_secs(60 * 60),
    restored: None,
};

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::parse("EUR").unwrap())
}

pub(super) fn facts() -> PlanFacts {
    PlanFacts {
        name: "Orange Holiday France 5GB".to_owned(),
        description: String::new(),
        network: "Orange France".to_owned(),
        allowance: Allowance {
            data: DataAllowance::Limited(DataAmount::gigabytes(5)),
            airtime_seconds: None,
            sms: None,
        },
        validity: Validity::Days(7),
        coverage: Coverage { countries: vec![CountryCode::parse("FR").unwrap()] },
        identity_papers: IdentityPapers::Required {
            within_days: 30,
            url: Some("https://papers.example.org/register".to_owned()),
        },
        top_up: Some(true),
        hotspot: None,
    }
}

/// One order of one eSIM: its payment and its attempt are in these states.
pub(super) fn order(payment: PaymentState, attempt: Option<AttemptState>) -> Opened {
    let id = OrderId::from("ord_1");
    let line = Line {
        id: LineId::from("lin_1"),
        offer: OfferId::from("orange.holiday"),
        supplier: SupplierId::from("orange"),
        product: SupplierProductId::from("holiday"),
        facts: facts(),
        price: euros(899),
        cost: euros(500),
        tops_up: None,
    };
    let paid = !matches!(
        payment,
        PaymentState::Creating | PaymentState::Open | PaymentState::Processing | PaymentState::Expired
    );
    let paid_at = paid.then_some(ORDERED + Duration::from_secs(60));
    let mut family = Family {
        order: Order {
            id: id.clone(),
            number: "E-7K3M9-Q2XW4".to_owned(),
            draft: "0".repeat(32),
            email: "traveller@example.org".to_owned(),
            lang: Lang::En,
            state: OrderState::AwaitingPayment,
            version: 1,
            disputed: false,
            late_payment: false,
            total: euros(899),
            paid_at,
            deliver_by: paid_at.map(|at| at + LIMITS.delivery),
            cancel_asked_at: None,
            consent_version: "2026-11".to_owned(),
            consent_at: ORDERED,
            created_at: ORDERED,
        },
        lines: vec![line],
        payments: vec![money(&id, payment, paid_at)],
        attempts: attempt.map(|state| try_to_buy(&id, state)).into_iter().collect(),
        refunds: Vec::new(),
    };
    family.order.state = family.derived_state();
    let delivered = attempt == Some(AttemptState::Delivered);
    let esims = if delivered { vec![esim()] } else { Vec::new() };
    Opened {
        family,
        token: OrderToken::parse(&"7".repeat(32)).unwrap(),
        esims,
        topped_up: None,
        exchanged: false,
        puzzling: false,
    }
}

fn money(order: &OrderId, state: PaymentState, paid_at: Option<UnixSeconds>) -> Payment {
    let expires_at = ORDERED + Duration::from_secs(40 * 60);
    let taken = matches!(
        state,
        PaymentState::Taken | PaymentState::Captured | PaymentState::Refunding | PaymentState::RefundFailed
    );
    Payment {
        id: PaymentId::from("pay_1"),
        order: order.clone(),
        state,
        params: SessionParams {
            payment: PaymentId::from("pay_1"),
            order: order.clone(),
            order_number: "E-7K3M9-Q2XW4".to_owned(),
            email: "traveller@example.org".to_owned(),
            lang: Lang::En,
            lines: Vec::new(),
            hold: true,
            expires_at,
            success_url: String::new(),
            cancel_url: String::new(),
        },
        amount: euros(899),
        session: Some("cs_1".to_owned()),
        session_url: (state != PaymentState::Creating).then(|| "https://pay.example.org/c/pay/cs_1".to_owned()),
        intent: None,
        paid_at,
        capture_before: None,
        captured: if taken { euros(899) } else { euros(0) },
        refunded: euros(0),
        refund_claimed: euros(0),
        key_number: 1,
        created_at: ORDERED,
        expires_at,
    }
}

fn try_to_buy(order: &OrderId, state: AttemptState) -> Attempt {
    Attempt {
        id: AttemptId::from("att_1"),
        order: order.clone(),
        line: LineId::from("lin_1"),
        supplier: SupplierId::from("orange"),
        product: SupplierProductId::from("holiday"),
        wanted: Wanted::Esim,
        state,
        reference: None,
        send_by: None,
        sent_at: None,
        accepted_at: None,
        first_absent_at: None,
        reason: None,
        created_at: ORDERED,
        changed_at: ORDERED,
    }
}

fn esim() -> Esim {
    Esim {
        id: EsimId::from("sim_1"),
        order: OrderId::from("ord_1"),
        line: LineId::from("lin_1"),
        supplier: SupplierId::from("orange"),
        network: "Orange France".to_owned(),
        reference: "ref".to_owned(),
        secrets: EsimSecrets {
            activation_code: ActivationCode::parse(&format!("LPA:1${SMDP}${MATCHING_ID}")).unwrap(),
            iccid: Some(Iccid::parse("8933150319050061207").unwrap()),
            msisdn: Some("+33612345678".to_owned()),
            pin: Some(PIN.to_owned()),
            puk: Some(PUK.to_owned()),
            sim_id: None,
            confirmation_code: None,
        },
        sold_at: ORDERED,
    }
}

/// The page so many seconds after the order was made.
pub(super) fn shown_after(seconds: u64, opened: &Opened, uses: &[EsimUse]) -> (Page, String) {
    render(Lang::En, ORDERED + Duration::from_secs(seconds), opened, uses)
}

/// The page and its body's HTML.
pub(super) fn render(lang: Lang, now: UnixSeconds, opened: &Opened, uses: &[EsimUse]) -> (Page, String) {
    let _ = Executor::init_tokio();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        let shown = Shown {
            lang,
            now,
            opened,
            limits: &LIMITS,
            support_email: "help@example.org",
            plan: format!("/{lang}/plan/orange.holiday"),
        };
        let mut page = page(&shown, uses);
        let body = std::mem::replace(&mut page.body, ().into_any());
        (page, body.to_html())
    })
}
