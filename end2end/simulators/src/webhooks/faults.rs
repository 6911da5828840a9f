//! What can go wrong with a webhook on its way.

use serde::{Deserialize, Serialize};

/// What happens to the delivery of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum WebhookFault {
    /// Never sent; the event stays on the list of events.
    Drop,
    /// Sent twice.
    Duplicate,
    /// Waits until the event after it was delivered.
    Reorder,
    /// Sent so much later, in real time.
    Delay { millis: u64 },
    /// Signed with a secret that nobody knows, at every attempt.
    WrongSignature,
    /// A timestamp so far in the past, at every attempt; the signature fits it. Only Stripe signs a time.
    StaleTimestamp { seconds: i64 },
    /// Signed with this secret instead of ours, as during a rotation.
    SignedWith { secret: String },
    /// The body is changed after it was signed.
    ChangedBody,
    /// Each attempt reaches the receiver, then is treated as if it had not, so it comes again.
    AnswerIgnored,
}

impl WebhookFault {
    /// Every kind, with an example of its values, for the page of knobs.
    #[must_use]
    pub fn examples() -> Vec<Self> {
        vec![
            Self::Drop,
            Self::Duplicate,
            Self::Reorder,
            Self::Delay { millis: 5000 },
            Self::WrongSignature,
            Self::StaleTimestamp { seconds: 600 },
            Self::SignedWith { secret: "whsec_old".to_owned() },
            Self::ChangedBody,
            Self::AnswerIgnored,
        ]
    }
}

/// A fault that waits for an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArmedWebhookFault {
    /// The event's type; `checkout.session.*`, `esim_go.*` and `*` stand for groups.
    #[serde(rename = "type")]
    pub event_type: String,
    /// How often it will still strike; `None` is always.
    #[serde(default = "once")]
    pub times: Option<u32>,
    #[serde(flatten)]
    pub fault: WebhookFault,
}

fn once() -> Option<u32> {
    Some(1)
}

/// Takes the fault that this type of event suffers now, if any.
pub(super) fn take(faults: &mut Vec<ArmedWebhookFault>, event_type: &str) -> Option<WebhookFault> {
    let position = faults.iter().position(|armed| matches_type(&armed.event_type, event_type))?;
    let armed = &mut faults[position];
    let fault = armed.fault.clone();
    if let Some(times) = &mut armed.times {
        *times = times.saturating_sub(1);
        if *times == 0 {
            faults.remove(position);
        }
    }
    Some(fault)
}

/// `checkout.session.*` stands for all of that group, `*` for all.
pub(crate) fn matches_type(pattern: &str, kind: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == kind, |start| kind.starts_with(start))
}
