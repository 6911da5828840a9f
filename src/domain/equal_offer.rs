//! When one plan may stand in for another: at least as good in everything that the buyer was promised.

use super::offer::{Allowance, DataAllowance, IdentityPapers, PlanFacts, Validity};

impl PlanFacts {
    /// Whether a buyer who was promised `promised` loses nothing with this plan: the same countries, data, calls, texts and
    /// validity at least as large, no new identity papers, hotspot and top-up kept. What a supplier does not say is not
    /// promised, and does not keep a promise.
    pub fn keeps_the_promise_of(&self, promised: &Self) -> bool {
        let mut countries = [self.coverage.countries.clone(), promised.coverage.countries.clone()];
        countries.iter_mut().for_each(|list| list.sort_unstable());
        let keeps = |own: Option<bool>, promised: Option<bool>| promised != Some(true) || own == Some(true);
        // Where a supplier names no countries, nobody can say that they are the same.
        !promised.coverage.countries.is_empty()
            && countries[0] == countries[1]
            && holds_as_much(&self.allowance, &promised.allowance)
            && lasts_as_long(self.validity, promised.validity)
            && asks_no_new_papers(&self.identity_papers, &promised.identity_papers)
            && keeps(self.hotspot, promised.hotspot)
            && keeps(self.top_up, promised.top_up)
    }
}

fn holds_as_much(own: &Allowance, promised: &Allowance) -> bool {
    use DataAllowance::{Limited, None, Unlimited};
    let data = match (&own.data, &promised.data) {
        (_, None) => true,
        (Limited(own), Limited(promised)) => own.bytes >= promised.bytes,
        (Unlimited { daily_cap: own }, Unlimited { daily_cap: promised }) => match (own, promised) {
            (Option::None, _) => true,
            (Some(own), Some(promised)) => own.bytes >= promised.bytes,
            (Some(_), Option::None) => false,
        },
        // Slowed down after a daily cap is another thing than so much at full speed.
        (Unlimited { daily_cap }, Limited(_)) => daily_cap.is_none(),
        (None, _) | (Limited(_), Unlimited { .. }) => false,
    };
    data && own.airtime_seconds.unwrap_or(0) >= promised.airtime_seconds.unwrap_or(0)
        && own.sms.unwrap_or(0) >= promised.sms.unwrap_or(0)
}

fn lasts_as_long(own: Validity, promised: Validity) -> bool {
    match (own.days(), promised.days()) {
        (None, _) => true,
        (Some(own), Some(promised)) => own >= promised,
        (Some(_), None) => false,
    }
}

fn asks_no_new_papers(own: &IdentityPapers, promised: &IdentityPapers) -> bool {
    match (own, promised) {
        (IdentityPapers::NotRequired, _) => true,
        (IdentityPapers::Required { within_days: own, .. }, IdentityPapers::Required { within_days: promised, .. }) => {
            own >= promised
        }
        (IdentityPapers::Required { .. }, IdentityPapers::NotRequired) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::country::CountryCode;
    use crate::domain::offer::Coverage;
    use crate::domain::usage::DataAmount;

    fn plan(change: impl FnOnce(&mut PlanFacts)) -> PlanFacts {
        let countries = ["FR", "ES"].map(|code| CountryCode::parse(code).unwrap()).to_vec();
        let mut facts = PlanFacts {
            name: "Europe".to_owned(),
            description: String::new(),
            network: "Somebody".to_owned(),
            allowance: Allowance {
                data: DataAllowance::Limited(DataAmount::gigabytes(5)),
                airtime_seconds: Some(600),
                sms: None,
            },
            validity: Validity::Days(30),
            coverage: Coverage { countries },
            identity_papers: IdentityPapers::NotRequired,
            top_up: Some(true),
            hotspot: None,
        };
        change(&mut facts);
        facts
    }

    #[test]
    fn what_is_at_least_as_good_stands_in() {
        let promised = plan(|_| ());
        let better = plan(|facts| {
            facts.coverage.countries.reverse();
            facts.allowance.data = DataAllowance::Unlimited { daily_cap: None };
            facts.allowance.sms = Some(10);
            facts.validity = Validity::Months(1);
            facts.hotspot = Some(false);
        });
        assert!(promised.keeps_the_promise_of(&promised) && better.keeps_the_promise_of(&promised));
    }

    #[test]
    fn whatever_the_buyer_would_lose_forbids_it() {
        let papers = IdentityPapers::Required { within_days: 30, url: None };
        type Change = Box<dyn Fn(&mut PlanFacts)>;
        let lesser: [(&str, Change); 8] = [
            ("another country", Box::new(|facts| facts.coverage.countries = vec![CountryCode::parse("FR").unwrap()])),
            ("less data", Box::new(|facts| facts.allowance.data = DataAllowance::Limited(DataAmount::gigabytes(4)))),
            (
                "slowed down",
                Box::new(|facts| {
                    facts.allowance.data = DataAllowance::Unlimited { daily_cap: Some(DataAmount::gigabytes(50)) };
                }),
            ),
            ("fewer calls", Box::new(|facts| facts.allowance.airtime_seconds = None)),
            ("a day less", Box::new(|facts| facts.validity = Validity::Days(29))),
            ("papers", Box::new(move |facts| facts.identity_papers = papers.clone())),
            ("no top-up", Box::new(|facts| facts.top_up = None)),
            ("nothing", Box::new(|facts| facts.allowance.data = DataAllowance::None)),
        ];
        for (what, change) in lesser {
            assert!(!plan(change).keeps_the_promise_of(&plan(|_| ())), "{what}");
        }
        let hotspot = plan(|facts| facts.hotspot = Some(true));
        assert!(!plan(|_| ()).keeps_the_promise_of(&hotspot), "hotspot");
        let nowhere = plan(|facts| facts.coverage.countries.clear());
        assert!(!nowhere.keeps_the_promise_of(&nowhere), "countries that nobody names");
    }
}
