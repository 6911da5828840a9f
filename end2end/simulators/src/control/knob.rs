//! Every knob by its name, for hands (forms) and for programs in other languages (JSON).

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::world::World;
use crate::{Fault, Forgery, PaymentWay, RefundPlan, SalePlan, Supplier, WebhookFault};

/// `POST /_world/{knob}` with the fields as JSON or as a form.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "knob")]
pub(super) enum Knob {
    ArmFault {
        call: String,
        fault: Fault,
        #[serde(default = "once")]
        times: Option<u32>,
    },
    ClearFaults,
    ArmWebhookFault {
        #[serde(rename = "type")]
        event_type: String,
        fault: WebhookFault,
        #[serde(default = "once")]
        times: Option<u32>,
    },
    ClearWebhookFaults,
    SetWebhookTarget {
        url: String,
        secrets: Vec<String>,
    },
    HoldWebhooks {
        held: bool,
    },
    HastenWebhooks,
    WebhooksByTheClock {
        is_on: bool,
    },
    DeliverEventAgain {
        event: String,
    },
    SendForgery {
        forgery: Forgery,
    },
    AdvanceClock {
        seconds: i64,
    },
    FreezeClock {
        at: i64,
    },
    RunClock,
    ResetClock,
    SetStock {
        offer: String,
        bucket: i64,
    },
    PlanNextSale(SalePlan),
    PlanEverySale(SalePlan),
    SetSaleStatus {
        sale: String,
        status: String,
    },
    SetSimStatus {
        sale: String,
        status: String,
    },
    SetDataRemaining {
        sale: String,
        remaining: f64,
    },
    SetUsage {
        sale: String,
        buckets: Vec<Value>,
    },
    SetOutage {
        supplier: Supplier,
        is_down: bool,
    },
    SetOrangePageCap {
        #[serde(default)]
        cap: Option<usize>,
    },
    SetOrangeListLag {
        seconds: i64,
    },
    ExpireTokens,
    SetTokenSeconds {
        seconds: i64,
    },
    SetDistributorKey {
        pem: Option<String>,
    },
    Pay {
        session: String,
        way: PaymentWay,
    },
    FinishThreeDSecure {
        session: String,
        succeeds: bool,
    },
    SettleDelayedPayment {
        payment_intent: String,
        arrives: bool,
    },
    ExpireHold {
        payment_intent: String,
    },
    ExpireSession {
        session: String,
    },
    RefundInDashboard {
        payment_intent: String,
        amount: i64,
    },
    CaptureInDashboard {
        payment_intent: String,
        amount: i64,
    },
    CancelInDashboard {
        payment_intent: String,
    },
    PlanNextRefund(RefundPlan),
    FailRefund {
        refund: String,
    },
    Dispute {
        payment_intent: String,
        #[serde(default = "fraudulent")]
        reason: String,
    },
    CloseDispute {
        dispute: String,
        is_won: bool,
    },
    WarnOfFraud {
        payment_intent: String,
    },
    RejectNextRecipient {
        answer: String,
    },
    ClearMails,
}

fn once() -> Option<u32> {
    Some(1)
}

fn fraudulent() -> String {
    "fraudulent".to_owned()
}

/// A knob by its name; `fields` is a JSON object. `Err` says what of it cannot be read.
pub(super) fn read<K: DeserializeOwned>(name: &str, mut fields: Value) -> Result<K, String> {
    if fields.is_null() {
        fields = json!({});
    }
    if !fields.is_object() {
        return Err("the fields must be a JSON object".to_owned());
    }
    fields["knob"] = name.into();
    serde_json::from_value(fields).map_err(|error| error.to_string())
}

/// What a knob answers that may have found nothing to turn.
pub(super) fn done(is_found: bool, what: &str) -> Result<Value, String> {
    if is_found { Ok(json!({"done": true})) } else { Err(format!("no such {what}")) }
}

impl Knob {
    /// `Err` says why nothing was turned.
    #[allow(clippy::too_many_lines, reason = "one row for each knob reads best as one table")]
    pub(super) fn turn(self, world: &World) -> Result<Value, String> {
        match self {
            Self::ArmFault { call, fault, times } => {
                if !World::knows_call(&call) {
                    return Err(format!("no call is named {call}"));
                }
                world.arm_fault(&call, fault, times.filter(|times| *times > 0));
            }
            Self::ClearFaults => world.clear_faults(),
            Self::ArmWebhookFault { event_type, fault, times } => {
                world.arm_webhook_fault(&event_type, fault, times.filter(|times| *times > 0))
            }
            Self::ClearWebhookFaults => world.clear_webhook_faults(),
            Self::SetWebhookTarget { url, secrets } => {
                let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
                world.set_webhook_target(url, &secrets);
            }
            Self::HoldWebhooks { held } => world.hold_webhooks(held),
            Self::HastenWebhooks => world.hasten_webhooks(),
            Self::WebhooksByTheClock { is_on } => world.webhooks_by_the_clock(is_on),
            Self::DeliverEventAgain { event } => {
                return done(world.deliver_event_again(&event), "event or target");
            }
            Self::SendForgery { forgery } => return done(world.send_forgery(forgery), "target"),
            Self::AdvanceClock { seconds } => world.clock().advance(seconds),
            Self::FreezeClock { at } => world.clock().freeze_at(at),
            Self::RunClock => world.clock().run(),
            Self::ResetClock => world.clock().reset(),
            Self::SetStock { offer, bucket } => {
                let id = world.offer_id(&offer).unwrap_or(offer);
                return done(world.set_stock(&id, bucket), "offer");
            }
            Self::PlanNextSale(plan) => world.plan_next_sale(plan),
            Self::PlanEverySale(plan) => world.plan_every_sale(plan),
            Self::SetSaleStatus { sale, status } => {
                return done(world.set_sale_status(&sale, &status), "sale");
            }
            Self::SetSimStatus { sale, status } => {
                return done(world.set_sim_status(&sale, &status), "sale");
            }
            Self::SetDataRemaining { sale, remaining } => {
                return done(world.set_data_remaining(&sale, remaining), "sale");
            }
            Self::SetUsage { sale, buckets } => {
                return done(world.set_usage(&sale, buckets), "sale");
            }
            Self::SetOutage { supplier, is_down } => world.set_outage(supplier, is_down),
            Self::SetOrangePageCap { cap } => world.set_orange_page_cap(cap),
            Self::SetOrangeListLag { seconds } => world.set_orange_list_lag(seconds),
            Self::ExpireTokens => world.expire_tokens(),
            Self::SetTokenSeconds { seconds } => world.set_token_seconds(seconds),
            Self::SetDistributorKey { pem } => {
                if !world.set_distributor_key(pem.as_deref()) {
                    return Err("this PEM is no RSA public key".to_owned());
                }
            }
            Self::Pay { session, way } => {
                return Ok(json!({"attempt": format!("{:?}", world.pay(&session, way))}));
            }
            Self::FinishThreeDSecure { session, succeeds } => {
                let attempt = world.finish_three_d_secure(&session, succeeds);
                return Ok(json!({"attempt": format!("{attempt:?}")}));
            }
            Self::SettleDelayedPayment { payment_intent, arrives } => {
                world.settle_delayed_payment(&payment_intent, arrives)
            }
            Self::ExpireHold { payment_intent } => world.expire_hold(&payment_intent),
            Self::ExpireSession { session } => world.expire_session(&session),
            Self::RefundInDashboard { payment_intent, amount } => {
                return world.refund_in_dashboard(&payment_intent, amount).map(|id| json!({"refund": id}));
            }
            Self::CaptureInDashboard { payment_intent, amount } => {
                world.capture_in_dashboard(&payment_intent, amount)?;
            }
            Self::CancelInDashboard { payment_intent } => world.cancel_in_dashboard(&payment_intent)?,
            Self::PlanNextRefund(plan) => world.plan_next_refund(plan),
            Self::FailRefund { refund } => world.fail_refund(&refund),
            Self::Dispute { payment_intent, reason } => {
                let dispute = world.dispute(&payment_intent, &reason);
                return dispute
                    .map(|id| json!({"dispute": id}))
                    .ok_or_else(|| "nothing captured to dispute".to_owned());
            }
            Self::CloseDispute { dispute, is_won } => world.close_dispute(&dispute, is_won),
            Self::WarnOfFraud { payment_intent } => {
                return done(world.warn_of_fraud(&payment_intent).is_some(), "charge");
            }
            Self::RejectNextRecipient { answer } => world.reject_next_recipient(&answer),
            Self::ClearMails => world.clear_mails(),
        }
        Ok(json!({"done": true}))
    }
}

#[cfg(test)]
mod tests;
