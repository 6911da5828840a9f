//! The counter where a SIM is topped up: what fits, then the form, then the payment; the same for every SIM.

use super::offers::offers;
use crate::app::checkout::form::{self, Chosen, FormState, leads_to};
use crate::app::checkout::why_not::FormNotice;
use crate::app::page::{Answer, PageError, PageRequest};
use crate::app::parts::sim_words::sim_in_words;
use crate::domain::checkout::Quantity;
use crate::domain::esim::SimToTopUp;
use crate::domain::ids::{OfferId, SupplierId};
use crate::domain::money::Money;
use crate::domain::offer::Offer;
use crate::fulfilment::checkout::{Checkout, is_draft, new_draft};
use crate::fulfilment::top_up::{Fitting, check_out_top_up, fitting_top_ups};
use crate::text::t;
use leptos::prelude::*;

/// A SIM before the counter.
pub(super) struct Counter<'a> {
    pub request: &'a PageRequest,
    pub sim: SimToTopUp,
    /// Where it was sold; `None` asks everybody who sells top-ups.
    pub supplier: Option<SupplierId>,
    /// The address of the order that it belongs to; empty for a SIM that was not sold here.
    pub email: String,
    /// This page, where something else can be chosen.
    pub path: String,
    /// What each form sends along to say which SIM is meant.
    pub kept: Vec<(&'static str, String)>,
}

/// What a step leads to.
pub(super) enum Step {
    Answer(Answer),
    /// The list of what fits; `gone`: what was chosen is not there any more.
    Choose {
        fitting: Fitting,
        gone: bool,
    },
}

impl Counter<'_> {
    /// The step that the form asks for; without one, the choice.
    pub(super) async fn step(&self) -> Result<Step, PageError> {
        match self.request.form.text("step") {
            "check" => self.check().await,
            "order" => self.order().await,
            _ => Ok(Step::Choose { fitting: self.fitting().await, gone: false }),
        }
    }

    /// What fits, each with its way to the form.
    pub(super) fn choice(&self, fitting: Fitting, gone: bool) -> AnyView {
        offers(self.request.lang, fitting, gone, &self.path, &self.kept)
    }

    /// What fits the SIM now.
    pub(super) async fn fitting(&self) -> Fitting {
        let services = &self.request.services;
        let asked = services.suppliers.iter().filter(|one| self.supplier.as_ref().is_none_or(|id| one.id() == id));
        fitting_top_ups(services, &self.sim, asked).await
    }

    async fn check(&self) -> Result<Step, PageError> {
        let state = FormState { email: self.email.clone(), ..FormState::default() };
        self.form(&new_draft(), state).await
    }

    async fn order(&self) -> Result<Step, PageError> {
        let PageRequest { services, lang, form, .. } = self.request;
        let draft = form.text("draft");
        if !is_draft(draft) {
            return Err(PageError::NotFound);
        }
        let (email, state) = match FormState::sent(self.request) {
            Ok(sent) => sent,
            Err(state) => return self.form(draft, state).await,
        };
        let checkout = Checkout {
            draft: draft.to_owned(),
            offer: self.wanted(),
            quantity: Quantity::ONE,
            email,
            lang: *lang,
            although_similar: form.get("another").is_some(),
        };
        let seen = Money::new(form.text("price").parse().unwrap_or(0), services.config.pricing.currency);
        match leads_to(*lang, check_out_top_up(services, &checkout, &self.sim, seen).await?) {
            Ok(to) => Ok(Step::Answer(Answer::SeeOther(to))),
            Err(None) => Ok(Step::Choose { fitting: self.fitting().await, gone: true }),
            Err(Some(notice)) => self.form(draft, state.noticing(notice)).await,
        }
    }

    /// The form with the price of this minute; what does not fit (any more) leads back to the choice.
    async fn form(&self, draft: &str, state: FormState) -> Result<Step, PageError> {
        let (lang, wanted) = (self.request.lang, self.wanted());
        let fitting = self.fitting().await;
        let Some(offer) = fitting.offers.iter().find(|offer| offer.id == wanted) else {
            return Ok(Step::Choose { fitting, gone: true });
        };
        // A price that is not the one that was seen is said, not slipped in.
        let seen = self.request.form.text("price").parse() == Ok(offer.price.minor);
        let state = if seen || state.notice.is_some() { state } else { state.noticing(FormNotice::PriceChanged) };
        let chosen = Chosen {
            facts: offer.facts.clone(),
            price: offer.price,
            quantity: Quantity::ONE,
            tops_up: Some(sim_in_words(lang, &self.sim)),
            choice: (self.path.clone(), t(lang, "top-up-title")),
            kept: self.kept.iter().cloned().chain(sent_along("order", offer, Some(draft))).collect(),
        };
        Ok(Step::Answer(form::page(self.request, &chosen, state, None).into()))
    }

    fn wanted(&self) -> OfferId {
        OfferId::from(self.request.form.text("plan"))
    }
}

/// What a form says of the top-up that was chosen, with the price that its sender sees.
pub(super) fn sent_along(step: &str, offer: &Offer, draft: Option<&str>) -> Vec<(&'static str, String)> {
    let mut fields =
        vec![("step", step.to_owned()), ("plan", offer.id.to_string()), ("price", offer.price.minor.to_string())];
    fields.extend(draft.map(|draft| ("draft", draft.to_owned())));
    fields
}
