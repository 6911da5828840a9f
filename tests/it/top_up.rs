//! Topping up, on the path of every purchase: once, or the money back with the network's reason.

use crate::buyer::{ESIM_READY, MONEY_BACK, PAYMENT_IN};
use crate::shop::{Shop, on_both};
use escale::domain::activation_code::ActivationCode;
use escale::domain::checkout::Quantity;
use escale::domain::email_address::EmailAddress;
use escale::domain::esim::{EsimSecrets, SimNames, SimToTopUp};
use escale::domain::fulfilment::AttemptState;
use escale::domain::iccid::Iccid;
use escale::domain::ids::OrderId;
use escale::domain::lang::Lang;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::fulfilment::checkout::{CheckedOut, Checkout, check_out, new_draft, order_of_draft};
use escale::fulfilment::top_up::{check_out_top_up, fitting_top_ups, sim_of};
use escale::store::Esim;
use escale_simulators::{Fault, Later, SalePlan};
use serde_json::{Value, json};
use std::time::Duration;

pub const TOPPED_UP: &str = "Your SIM is topped up";
const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

impl Shop {
    /// The eSIM of a plan, bought and delivered.
    pub async fn bought_esim(&self, plan: &str) -> (OrderId, Esim) {
        let offer =
            self.services.catalogue().offers().iter().find(|offer| offer.facts.name == plan).unwrap().id.clone();
        self.world.hold_webhooks(true);
        let checkout = Checkout { offer, ..self.form(&new_draft()) };
        assert!(matches!(check_out(&self.services, &checkout).await.unwrap(), CheckedOut::PayAt(_)));
        let (family, _) = order_of_draft(&self.services, &checkout.draft).await.unwrap().unwrap();
        self.pay(&family);
        self.pass(2 * MINUTE);
        self.work().await;
        let esim = self.services.store.snapshot().await.unwrap().esims_of(&family.order.id).await.unwrap().remove(0);
        (family.order.id, esim)
    }

    /// Orders the cheapest top-up of a SIM, and pays it.
    pub async fn topped_up(&self, sim: &SimToTopUp) -> OrderId {
        let fitting = fitting_top_ups(&self.services, sim, self.services.suppliers.iter()).await;
        let offer = &fitting.offers[0];
        let checkout = Checkout {
            draft: new_draft(),
            offer: offer.id.clone(),
            quantity: Quantity::ONE,
            email: EmailAddress::parse("ada@example.org").unwrap(),
            lang: Lang::En,
            although_similar: true,
        };
        self.world.hold_webhooks(true);
        let outcome = check_out_top_up(&self.services, &checkout, sim, offer.price).await.unwrap();
        assert!(matches!(outcome, CheckedOut::PayAt(_)), "{outcome:?}");
        let (family, _) = order_of_draft(&self.services, &checkout.draft).await.unwrap().unwrap();
        self.pay(&family);
        self.pass(2 * MINUTE);
        family.order.id
    }

    fn targets(&self) -> Vec<Value> {
        self.world.top_ups_sold().into_iter().map(|sold| sold.target).collect()
    }
}

fn foreign(msisdn: Option<&str>, sim_id: Option<&str>) -> SimToTopUp {
    let text = |text: Option<&str>| text.map(str::to_owned);
    SimToTopUp { esim: None, names: SimNames { msisdn: text(msisdn), sim_id: text(sim_id), ..SimNames::default() } }
}

on_both! {
    async fn a_paid_top_up_is_bought_once_and_captured_once(shop: Shop) {
        let (_, esim) = shop.bought_esim("Orange Holiday France 5GB").await;
        let order = shop.topped_up(&sim_of(&esim)).await;
        shop.work().await;
        shop.work_for(60 * MINUTE, 5 * MINUTE).await;
        let family = shop.family(&order).await;
        assert_eq!((family.order.state, family.derived_state()), (OrderState::Delivered, OrderState::Delivered));
        assert_eq!(family.payments[0].state, PaymentState::Captured);
        assert_eq!(family.payments[0].captured, family.order.total);
        let sold = shop.world.top_ups_sold();
        assert_eq!((sold.len(), sold[0].user_id.as_str()), (1, family.attempts[0].id.as_str()));
        let msisdn = esim.secrets.msisdn.unwrap();
        assert_eq!(sold[0].target, json!({"msisdn": msisdn[msisdn.len() - 9..]}));
        let mut look = shop.services.store.snapshot().await.unwrap();
        let top_ups = look.top_ups_of(&order).await.unwrap();
        assert_eq!((top_ups.len(), top_ups[0].reference.as_str()), (1, sold[0].transaction_id.as_str()));
        assert_eq!(family.lines[0].tops_up.as_ref().unwrap().esim.as_ref(), Some(&esim.id));
        assert!(look.esims_of(&order).await.unwrap().is_empty());
        let ledger = look.ledger_of(&order).await.unwrap();
        let booked = |kind: &str, account: &str| {
            ledger.iter().filter(|row| row.kind == kind && row.account == account).map(|row| row.amount.minor).sum::<i64>()
        };
        assert_eq!(booked("sold", "sales"), -family.order.total.minor);
        assert_eq!(booked("bought", "supplier_cost"), family.lines[0].cost.minor);
        assert_eq!(ledger.iter().map(|row| row.amount.minor).sum::<i64>(), 0);
        assert_eq!(shop.subjects(), [ESIM_READY, TOPPED_UP]);
    }
}

on_both! {
    async fn a_top_up_that_the_network_refuses_costs_nothing_and_says_why(shop: Shop) {
        let order = shop.topped_up(&foreign(Some("06 12 34 56 78"), None)).await;
        let why = "This line cannot be topped up: identity papers are missing.";
        shop.world.plan_every_sale(SalePlan { refuse: Some(why.to_owned()), ..SalePlan::default() });
        shop.work().await;
        let family = shop.family(&order).await;
        assert_eq!(family.attempts.len(), 1, "asking again says the same");
        assert_eq!(family.attempts[0].state, AttemptState::Refused);
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert_eq!(family.payments[0].state, PaymentState::Voided);
        assert_eq!(shop.world.payments()[0].kept(), 0);
        assert!(shop.world.top_ups_sold().is_empty());
        let mails = shop.world.mails_to("ada@example.org");
        assert_eq!(shop.subjects(), [MONEY_BACK]);
        assert!(mails[0].text().contains(why), "{}", mails[0].text());
    }
}

on_both! {
    async fn a_top_up_whose_answer_was_cut_off_is_adopted_and_not_bought_again(shop: Shop) {
        let (_, esim) = shop.bought_esim("Orange Spain Go Walk 10GB").await;
        let order = shop.topped_up(&sim_of(&esim)).await;
        shop.world.arm_fault("orange.transactions.create", Fault::CutAfter, Some(1));
        shop.work().await;
        shop.work_for(5 * MINUTE, 10 * SECOND).await;
        let family = shop.family(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered, "{family:?}");
        assert_eq!((shop.world.top_ups_sold().len(), family.attempts.len()), (1, 1));
        assert_eq!(shop.subjects(), [ESIM_READY, TOPPED_UP]);
    }
}

on_both! {
    async fn a_top_up_that_never_arrived_is_proven_absent_before_it_is_sent_again(shop: Shop) {
        let (_, esim) = shop.bought_esim("Orange Holiday France 5GB").await;
        let order = shop.topped_up(&sim_of(&esim)).await;
        shop.world.arm_fault("orange.transactions.create", Fault::CutBefore, Some(1));
        shop.work_for(6 * MINUTE, 10 * SECOND).await;
        let family = shop.family(&order).await;
        let states: Vec<_> = family.attempts.iter().map(|attempt| attempt.state).collect();
        assert_eq!(states, [AttemptState::ProvenAbsent, AttemptState::Delivered]);
        assert_eq!(shop.world.top_ups_sold().len(), 1);
        assert_eq!(shop.subjects(), [ESIM_READY, PAYMENT_IN, TOPPED_UP]);
    }
}

on_both! {
    async fn a_top_up_that_the_network_has_only_accepted_is_waited_for(shop: Shop) {
        let order = shop.topped_up(&foreign(Some("+34 612 345 678"), None)).await;
        let later = Later { after_seconds: 90, status: "ok".to_owned() };
        shop.world.plan_next_sale(SalePlan { status: "pending".to_owned(), later: Some(later), ..SalePlan::default() });
        shop.work().await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Fulfilling);
        shop.work_for(2 * MINUTE, 10 * SECOND).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        assert_eq!(shop.subjects().last().map(String::as_str), Some(TOPPED_UP));
    }
}

on_both! {
    async fn a_sim_that_was_not_sold_here_is_topped_up_under_the_name_that_its_network_knows(shop: Shop) {
        for (sim, target) in [
            (foreign(Some("0612345678"), None), json!({"msisdn": "612345678"})),
            (foreign(None, Some("02321234567890")), json!({"simId": "02321234567890"})),
        ] {
            let order = shop.topped_up(&sim).await;
            shop.work().await;
            let family = shop.family(&order).await;
            assert_eq!(family.order.state, OrderState::Delivered, "{family:?}");
            assert_eq!(shop.targets().last(), Some(&target));
            // What identifies the SIM opens again, with its network.
            let tops_up = family.lines[0].tops_up.clone().unwrap();
            assert_eq!((tops_up.esim, tops_up.names.msisdn), (None, sim.names.msisdn));
            assert_eq!((tops_up.names.sim_id, tops_up.names.network.is_some()), (sim.names.sim_id, true));
        }
        assert_eq!(shop.subjects(), [TOPPED_UP, TOPPED_UP]);
    }
}

on_both! {
    async fn only_what_fits_the_sim_is_offered_and_sold(shop: Shop) {
        let names = async |sim: &SimToTopUp| -> Vec<String> {
            let fitting = fitting_top_ups(&shop.services, sim, shop.services.suppliers.iter()).await;
            assert!(!fitting.incomplete);
            fitting.offers.into_iter().map(|offer| offer.facts.name).collect()
        };
        assert_eq!(names(&foreign(Some("+33612345678"), None)).await, ["Topup 10 € with data", "Topup 20 € with data"]);
        assert_eq!(names(&foreign(Some("+34612345678"), None)).await, ["Recarga 10 €"]);
        assert_eq!(names(&foreign(None, Some("02321234567890"))).await, ["Recharge Holiday Voix", "Recharge Welcome 5GB"]);
        assert!(names(&foreign(Some("+447700900123"), None)).await.is_empty());
        // A form that names what does not fit, or a price that is not today's, buys nothing.
        let sim = foreign(Some("+33612345678"), None);
        let french = fitting_top_ups(&shop.services, &sim, shop.services.suppliers.iter()).await.offers.remove(0);
        let checkout = Checkout { offer: french.id, ..shop.form(&new_draft()) };
        let spanish = foreign(Some("+34612345678"), None);
        let outcome = check_out_top_up(&shop.services, &checkout, &spanish, french.price).await.unwrap();
        assert!(matches!(outcome, CheckedOut::Gone), "{outcome:?}");
        let cheaper = escale::domain::money::Money::new(1, french.price.currency);
        let outcome = check_out_top_up(&shop.services, &checkout, &sim, cheaper).await.unwrap();
        assert!(matches!(outcome, CheckedOut::PriceChanged), "{outcome:?}");
        assert_eq!(shop.rows("from orders").await, 0);
    }
}

on_both! {
    async fn an_exchanged_esim_takes_the_old_ones_place_and_the_old_one_is_kept(shop: Shop) {
        let (order, esim) = shop.bought_esim("Orange Holiday France 5GB").await;
        let family = shop.family(&order).await;
        let secrets = EsimSecrets {
            activation_code: ActivationCode::parse("LPA:1$rsp.example.org$NEW-ONE").unwrap(),
            iccid: Some(Iccid::parse("8933150319050061207").unwrap()),
            ..esim.secrets.clone()
        };
        let now = shop.services.clock.now();
        let mut tx = shop.services.store.begin().await.unwrap();
        assert!(tx.exchange_esim(&esim.id, &family.attempts[0], &secrets, now).await.unwrap());
        tx.commit("exchanged").await.unwrap();
        let page = shop.text(&shop.page_of(&order).await).await;
        assert!(page.contains("NEW-ONE") && !page.contains(esim.secrets.activation_code.matching_id().as_str()));
        assert_eq!(shop.rows("from former_esims").await, 1);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}
