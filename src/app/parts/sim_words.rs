//! How a SIM is called on a page: by what its owner knows, and no more of it than tells it from others.

use crate::domain::esim::SimToTopUp;
use crate::domain::lang::Lang;
use crate::text::t_with;

/// Digits that are shown.
const SHOWN: usize = 4;

/// "Number ending in 5678", "SIM ending in 7890"; the network where neither is known.
pub fn sim_in_words(lang: Lang, sim: &SimToTopUp) -> String {
    let names = &sim.names;
    let end = |text: &str| text.get(text.len().saturating_sub(SHOWN)..).unwrap_or_default().to_owned();
    let iccid = names.iccid.as_ref().map(|iccid| iccid.last4().to_owned());
    match (&names.msisdn, names.sim_id.as_deref().map(end).or(iccid)) {
        (Some(msisdn), _) => t_with(lang, "top-up-number-ending", &[("digits", end(msisdn).into())]),
        (None, Some(digits)) => t_with(lang, "top-up-sim-ending", &[("digits", digits.into())]),
        (None, None) => names.network.clone().unwrap_or_default(),
    }
}
