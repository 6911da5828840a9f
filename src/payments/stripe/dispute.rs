//! Disputes: what the buyer's bank says of a charge.

use super::Stripe;
use super::client::{PAGE, path_id};
use super::intent::between;
use super::wire::Listed;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{DisputeReading, DisputeStatus, PaymentError};
use stripe_core::dispute::ListDispute;

#[derive(miniserde::Deserialize)]
struct WireDispute {
    id: String,
    payment_intent: Option<String>,
    status: String,
}

impl Listed for WireDispute {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Stripe {
    /// Every dispute of a PaymentIntent, newest first.
    pub async fn disputes_of(&self, intent_id: &str) -> Result<Vec<DisputeReading>, PaymentError> {
        let intent_id = path_id(intent_id)?;
        self.disputes(|| ListDispute::new().payment_intent(intent_id)).await
    }

    /// Every dispute opened in `from..=to`, newest first.
    pub async fn disputes_opened(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
    ) -> Result<Vec<DisputeReading>, PaymentError> {
        self.disputes(|| ListDispute::new().created(between(from, to))).await
    }

    async fn disputes(&self, of: impl Fn() -> ListDispute) -> Result<Vec<DisputeReading>, PaymentError> {
        let request = |after: Option<&str>| {
            let list = of().limit(PAGE);
            match after {
                Some(id) => list.starting_after(id),
                None => list,
            }
        };
        let all: Vec<WireDispute> = self.whole_list(request).await?;
        Ok(all.into_iter().map(WireDispute::read).collect())
    }
}

impl WireDispute {
    fn read(self) -> DisputeReading {
        let status = match self.status.as_str() {
            "won" | "warning_closed" => DisputeStatus::Won,
            "lost" => DisputeStatus::Lost,
            _ => DisputeStatus::Open,
        };
        DisputeReading { id: self.id, intent: self.payment_intent, status }
    }
}
