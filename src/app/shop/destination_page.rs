//! The plans that work in one country.

use super::plan_filter::{DAYS, GIGABYTES, PlanFilter, Sort};
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::button::{Button, ButtonKind, ButtonLink};
use crate::app::parts::empty_state::EmptyState;
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::plan_ticket::PlanTickets;
use crate::app::parts::select_field::SelectField;
use crate::domain::catalogue::Catalogue;
use crate::domain::country::CountryCode;
use crate::domain::lang::Lang;
use crate::domain::offer::Validity;
use crate::domain::usage::DataAmount;
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::sync::Arc;

/// `GET /{lang}/to/{slug}?data=&days=&sort=`. A name in the other language leads to the one in this.
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let slug = request.param("slug");
    if let Some(country) = CountryCode::from_slug(slug, lang) {
        let filter = PlanFilter::read(&request.query);
        return Ok(page(lang, &request.services.catalogue(), country, filter).into());
    }
    let country = CountryCode::from_slug(slug, lang.other()).ok_or(PageError::NotFound)?;
    Ok(Answer::SeeOther(links::destination(lang, country)))
}

/// The page, from the catalogue alone.
pub(super) fn page(lang: Lang, catalogue: &Arc<Catalogue>, country: CountryCode, filter: PlanFilter) -> Page {
    let name = country.name(lang);
    let all = catalogue.in_country(country);
    let region = country.region();
    let lead = match all.first() {
        Some(cheapest) => {
            let values = [("count", all.len().into()), ("price", cheapest.price.format(lang).into())];
            t_with(lang, "destination-lead", &values)
        }
        None => t(lang, "destination-lead-none"),
    };
    let sold = !all.is_empty();
    let shown = filter.apply(all);
    let between = vec![(links::region(lang, region), region.name(lang).to_owned())];
    let above = view! { <Breadcrumbs lang between here=name.to_owned() /> };
    let title = t_with(lang, "destination-title", &[("country", name.into())]);
    let body = view! {
        <Masthead
            title=title.clone()
            lead=Some(lead)
            stamp=Some(country.as_str().to_owned())
            above=above.into_any()
        />
        <section class="section wrap" aria-label=t(lang, "destination-plans")>
            {sold.then(|| view! { <FilterForm lang country filter /> })}
            {match (sold, shown.is_empty()) {
                (true, false) => view! {
                    <h2 class="visually-hidden">
                        {t_with(lang, "destination-shown", &[("count", shown.len().into())])}
                    </h2>
                    <PlanTickets lang offers=shown />
                }.into_any(),
                (true, true) => view! { <NothingFits lang country /> }.into_any(),
                (false, _) => view! { <NotSold lang country /> }.into_any(),
            }}
        </section>
    };
    let description = t_with(lang, "destination-description", &[("country", name.into())]);
    Page {
        description: Some(description),
        other_language: Some(links::destination(lang.other(), country)),
        ..Page::new(title, body.into_any())
    }
}

/// A plain GET form: the choice stands in the URL.
#[component]
fn FilterForm(lang: Lang, country: CountryCode, filter: PlanFilter) -> AnyView {
    let value = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    let data = GIGABYTES.iter().map(|&count| {
        let amount = DataAmount::gigabytes(count).format(lang);
        (count.to_string(), t_with(lang, "filter-at-least", &[("amount", amount.into())]))
    });
    let days = DAYS.iter().map(|&count| {
        let amount = crate::app::parts::plan_words::validity(Validity::Days(count), lang);
        (count.to_string(), t_with(lang, "filter-at-least", &[("amount", amount.into())]))
    });
    let any = |text: String| std::iter::once((String::new(), text));
    let sort = Sort::ALL.map(|sort| {
        let text = match sort {
            Sort::Price => t(lang, "filter-sort-price"),
            Sort::PricePerGigabyte => t(lang, "filter-sort-per-gigabyte"),
            Sort::Data => t(lang, "filter-sort-data"),
            Sort::Days => t(lang, "filter-sort-days"),
        };
        (sort.as_str().to_owned(), text)
    });
    view! {
        <form class="filters" action=links::destination(lang, country)>
            <SelectField
                name="data"
                label=t(lang, "filter-data")
                options=any(t(lang, "filter-any-data")).chain(data).collect()
                chosen=value(filter.gigabytes)
            />
            <SelectField
                name="days"
                label=t(lang, "filter-days")
                options=any(t(lang, "filter-any-days")).chain(days).collect()
                chosen=value(filter.days)
            />
            <SelectField
                name="sort"
                label=t(lang, "filter-sort")
                options=sort.to_vec()
                chosen=filter.sort.as_str().to_owned()
            />
            <Button label=t(lang, "filter-show") kind=ButtonKind::Quiet />
        </form>
    }
    .into_any()
}

/// Plans there are, but none as large or as long.
#[component]
fn NothingFits(lang: Lang, country: CountryCode) -> AnyView {
    view! {
        <EmptyState title=t(lang, "destination-nothing-fits") text=t(lang, "destination-nothing-fits-text")>
            <ButtonLink
                href=links::destination(lang, country)
                label=t(lang, "destination-show-all")
                kind=ButtonKind::Quiet
            />
        </EmptyState>
    }
    .into_any()
}

/// A country without plans: said so, with the way to its neighbours.
#[component]
fn NotSold(lang: Lang, country: CountryCode) -> AnyView {
    let region = country.region();
    let label = t_with(lang, "destination-see-region", &[("region", region.name(lang).into())]);
    let text = t_with(lang, "destination-not-sold-text", &[("country", country.name(lang).into())]);
    view! {
        <EmptyState title=t(lang, "destination-not-sold") text=text>
            <p class="button-row">
                <ButtonLink href=links::region(lang, region) label kind=ButtonKind::Quiet />
                <ButtonLink href=links::destinations(lang) label=t(lang, "all-destinations") kind=ButtonKind::Quiet />
            </p>
        </EmptyState>
    }
    .into_any()
}
