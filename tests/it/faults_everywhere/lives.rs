//! Lives of an order, one for each call to the outside: so prepared that the call is made.

use super::Trouble;
use crate::shop::{Database, Shop};
use escale::domain::email_address::EmailAddress;
use escale::domain::ids::OrderId;
use escale::fulfilment::checkout::{CheckedOut, Checkout, check_out, new_draft, order_of_draft};
use escale_simulators::{Fault, Later, PaymentAttempt, PaymentWay, RefundPlan, SalePlan};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// A life that makes the call.
#[derive(Debug)]
pub struct Life {
    pub call: &'static str,
    /// The shop's name for it; `None` where it is a part of others.
    pub point: Option<&'static str>,
    pub way: PaymentWay,
    /// Struck from the buyer's first click, else from the payment, or so long after it.
    pub from_the_click: bool,
    pub struck_after: Duration,
    pub prepare: fn(&Shop),
    pub tidy: fn(&Shop),
    /// What it does to its shop lasts for a while of real time.
    pub spoils_its_shop: bool,
}

const PLAIN: Life = Life {
    call: "",
    point: None,
    way: PaymentWay::Card,
    from_the_click: false,
    struck_after: Duration::ZERO,
    prepare: |_| {},
    tidy: |_| {},
    spoils_its_shop: false,
};

/// Calls that no order makes: the catalogue's, the eSIM's use after delivery, other programs' at Stripe. The orders here
/// are bought at Orange; the contract that every supplier keeps strikes the others' calls.
pub const NOT_OF_AN_ORDERS_LIFE: &[&str] = &[
    "esim_go.",
    "standard.",
    "airalo.",
    "orange.offers.list",
    "orange.offers.patch",
    "orange.transactions.count",
    "orange.keys.",
    "orange.suppliers",
    "orange.simstatus",
    "orange.usagebalances",
    "orange.globalbalances",
    "orange.live",
    "orange.countries",
    "orange.currencies",
    "stripe.account.",
    "stripe.balance.",
    "stripe.balance_transactions.",
    "stripe.checkout.sessions.update",
    "stripe.checkout.sessions.expire",
    "stripe.checkout.sessions.line_items",
    "stripe.payment_intents.create",
    "stripe.payment_intents.list",
    "stripe.payment_intents.update",
    "stripe.payment_intents.confirm",
    "stripe.charges.",
    "stripe.disputes.",
    "stripe.events.",
    "stripe.webhook_endpoints.",
    "stripe.products.",
    "stripe.prices.",
    "stripe.payment_methods.",
    "stripe.payment_pages.",
    "stripe.page.",
];

fn one_sale(shop: &Shop, plan: SalePlan) {
    shop.world.plan_next_sale(plan);
}

fn nothing_is_sold(shop: &Shop) {
    shop.world.plan_every_sale(SalePlan { status: "ko".to_owned(), ..SalePlan::default() });
}

fn as_usual(shop: &Shop) {
    shop.world.plan_every_sale(SalePlan::default());
}

fn lost(shop: &Shop, call: &str) {
    shop.world.arm_fault(call, Fault::CutAfter, Some(1));
}

fn stock(shop: &Shop, units: i64) {
    let product = shop.services.catalogue().offers().first().unwrap().product.clone();
    shop.world.set_stock(product.as_str(), units);
}

/// One life for each call.
pub const LIVES: &[Life] = &[
    Life {
        call: "stripe.checkout.sessions.create",
        point: Some("call.stripe.session.create"),
        from_the_click: true,
        ..PLAIN
    },
    Life {
        call: "stripe.checkout.sessions.list",
        from_the_click: true,
        prepare: |shop| {
            lost(shop, "stripe.checkout.sessions.create");
            shop.world.arm_fault("stripe.checkout.sessions.create", crate::order_faults::stripe_says_no(), Some(1));
        },
        ..PLAIN
    },
    Life { call: "stripe.checkout.sessions.get", point: Some("call.stripe.session"), ..PLAIN },
    Life { call: "orange.offers.get", point: Some("call.supplier.product"), ..PLAIN },
    Life {
        call: "orange.token",
        prepare: |shop| shop.world.set_token_seconds(3600),
        tidy: |shop| shop.world.set_token_seconds(FOR_EVER),
        struck_after: Duration::ZERO,
        spoils_its_shop: true,
        ..PLAIN
    },
    Life { call: "orange.transactions.create", point: Some("call.supplier.send"), ..PLAIN },
    Life {
        call: "orange.transactions.list",
        point: Some("call.supplier.find_order"),
        prepare: |shop| lost(shop, "orange.transactions.create"),
        ..PLAIN
    },
    Life {
        call: "orange.transactions.get",
        point: Some("call.supplier.order"),
        prepare: |shop| {
            let later = Later { after_seconds: 400, status: "ok".to_owned() };
            one_sale(shop, SalePlan { status: "pending".to_owned(), later: Some(later), ..SalePlan::default() });
        },
        ..PLAIN
    },
    Life { call: "stripe.payment_intents.capture", point: Some("call.stripe.capture"), ..PLAIN },
    Life {
        call: "stripe.payment_intents.get",
        point: Some("call.stripe.intent"),
        prepare: |shop| lost(shop, "stripe.payment_intents.capture"),
        ..PLAIN
    },
    Life {
        call: "stripe.payment_intents.cancel",
        point: Some("call.stripe.void"),
        prepare: nothing_is_sold,
        tidy: as_usual,
        ..PLAIN
    },
    Life {
        call: "stripe.refunds.create",
        point: Some("call.stripe.refund"),
        way: PaymentWay::BankAtOnce,
        prepare: nothing_is_sold,
        tidy: as_usual,
        ..PLAIN
    },
    Life {
        call: "stripe.refunds.list",
        point: Some("call.stripe.refund.list"),
        way: PaymentWay::BankAtOnce,
        prepare: |shop| {
            nothing_is_sold(shop);
            lost(shop, "stripe.refunds.create");
        },
        tidy: as_usual,
        ..PLAIN
    },
    Life {
        call: "stripe.refunds.get",
        point: Some("call.stripe.refund.read"),
        way: PaymentWay::BankAtOnce,
        struck_after: Duration::from_secs(50 * 60),
        prepare: |shop| {
            nothing_is_sold(shop);
            let slow =
                RefundPlan { status: "pending".to_owned(), succeeds_after_seconds: Some(900), ..RefundPlan::default() };
            shop.world.plan_next_refund(slow);
        },
        tidy: as_usual,
        ..PLAIN
    },
];

/// Longer than any case.
const FOR_EVER: i64 = 10 * 365 * 86_400;

/// A hasty shop with one delivery behind it, in a world without webhooks and with a token that lasts.
pub async fn open(database: Database) -> Shop {
    let shop = Shop::open_hasty(database).await.unwrap();
    shop.world.hold_webhooks(true);
    shop.world.set_token_seconds(FOR_EVER);
    shop.world.expire_tokens();
    stock(&shop, 100_000);
    let first = Buyer::new(&shop, "first");
    assert!(first.pays(&shop, &PLAIN, &Trouble::Once(Fault::CutAfter)).await);
    shop.live_through(10 * MINUTE).await;
    shop
}

/// A buyer with an address of their own.
pub struct Buyer {
    pub form: Checkout,
}

impl Buyer {
    pub fn new(shop: &Shop, name: &str) -> Self {
        let email = EmailAddress::parse(&format!("{name}@example.org")).unwrap();
        Self { form: Checkout { email, ..shop.form(&new_draft()) } }
    }

    /// Sends the form, again after half a minute as long as it leads nowhere, and pays. `false` when it never led to a page.
    pub async fn pays(&self, shop: &Shop, life: &Life, trouble: &Trouble) -> bool {
        for _ in 0..60 {
            let clicked = self.click(shop, life, trouble).await;
            match clicked {
                CheckedOut::PayAt(url) => {
                    let session = url.rsplit('/').next().unwrap().to_owned();
                    let paid = shop.world.pay(&session, life.way);
                    assert!(matches!(paid, PaymentAttempt::Completed { .. }), "{paid:?}");
                    if life.spoils_its_shop {
                        shop.world.expire_tokens();
                    }
                    return true;
                }
                CheckedOut::SeeOrder(_) => return true,
                _ => shop.live_through(Duration::from_secs(30)).await,
            }
            // A fault that lasts ends some time.
            if shop.services.clock.now().since(self.since(shop).await) > super::LASTS {
                shop.world.clear_faults();
            }
        }
        false
    }

    async fn since(&self, shop: &Shop) -> escale::domain::timestamp::UnixSeconds {
        let order = order_of_draft(&shop.services, &self.form.draft).await.unwrap();
        order.map_or_else(|| shop.services.clock.now(), |(family, _)| family.order.created_at)
    }

    /// One click; where its answer is late, the buyer clicks again meanwhile.
    async fn click(&self, shop: &Shop, life: &Life, trouble: &Trouble) -> CheckedOut {
        let Trouble::Late(by) = trouble else {
            return check_out(&shop.services, &self.form).await.unwrap();
        };
        if !life.from_the_click {
            return check_out(&shop.services, &self.form).await.unwrap();
        }
        let (services, form) = (shop.services.clone(), self.form.clone());
        let slow = tokio::spawn(async move { check_out(&services, &form).await });
        let trial = shop.services.store.trial();
        if tokio::time::timeout(Duration::from_secs(5), trial.reached()).await.is_err() {
            return slow.await.unwrap().unwrap();
        }
        let again = check_out(&shop.services, &self.form).await.unwrap();
        if let CheckedOut::PayAt(url) = &again {
            let session = url.rsplit('/').next().unwrap().to_owned();
            shop.world.pay(&session, life.way);
        }
        shop.live_through(*by).await;
        trial.go_on();
        drop(slow.await.unwrap());
        check_out(&shop.services, &self.form).await.unwrap()
    }

    pub async fn order(&self, shop: &Shop) -> Option<OrderId> {
        order_of_draft(&shop.services, &self.form.draft).await.unwrap().map(|(family, _)| family.order.id)
    }
}
