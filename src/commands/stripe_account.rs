//! The shop's payments live in one Stripe account: which one is written down at the first start and held from then on.

use escale::payments::PaymentError;
use escale::services::Services;

const FACT: &str = "stripe_account";

/// Err when the key opens another account than the one whose payments are in the records. If Stripe cannot be asked
/// now, the shop opens all the same: every object is compared again when it is read.
pub(super) async fn pin(services: &Services) -> anyhow::Result<()> {
    let account = match services.outside("stripe.account", services.stripe.account()).await {
        Ok(account) => account,
        Err(error @ (PaymentError::Unknown { .. } | PaymentError::TryLater { .. } | PaymentError::NotFound)) => {
            tracing::warn!(%error, "Stripe cannot be asked whose key this is");
            return Ok(());
        }
        Err(error) => anyhow::bail!("stripe.secret_key: {error}"),
    };
    let mode = if services.config.stripe.is_live() { "live" } else { "test" };
    let ours = format!("{} {mode}", account.id);
    let mut tx = services.store.begin().await?;
    match tx.fact(FACT).await? {
        Some((pinned, _)) if pinned != ours => anyhow::bail!(
            "stripe.secret_key: it opens the account {ours}, and the payments in this database belong to {pinned}"
        ),
        Some(_) => Ok(()),
        None => {
            tx.set_fact(FACT, &ours, services.clock.now()).await?;
            tx.commit("account_pinned").await?;
            tracing::info!(account = account.id, mode, "payments belong to this Stripe account from now on");
            Ok(())
        }
    }
}
