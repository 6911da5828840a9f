//! The public pages, rendered from a small catalogue without a server.

pub(super) mod fixture;

use super::plan_filter::PlanFilter;
use super::popular::popular;
use super::{destination_page, destinations_page, gone_plan_page, home_page, plan_page, region_page, search_page};
use crate::app::page::{Page, Values};
use crate::domain::country::{CountryCode, Region};
use crate::domain::ids::OfferId;
use crate::domain::lang::Lang;
use crate::domain::search::search;
use fixture::catalogue;
use leptos::prelude::*;
use std::time::Duration;

const DEADLINE: Duration = Duration::from_secs(15 * 60);

fn html(page: Page) -> String {
    page.body.to_html()
}

fn country(code: &str) -> CountryCode {
    CountryCode::parse(code).unwrap()
}

/// Every way of the page's links and forms.
fn ways(html: &str) -> Vec<String> {
    let after = |mark: &'static str| html.split(mark).skip(1).filter_map(|rest| rest.split('"').next());
    after("href=\"").chain(after("action=\"")).map(str::to_owned).collect()
}

#[test]
fn the_front_page_is_a_form_and_links() {
    let page = home_page::page(Lang::En, &catalogue(), DEADLINE);
    assert!(page.description.is_some());
    let html = html(page);
    assert!(ways(&html).contains(&"/en/search".to_owned()));
    assert!(html.contains("name=\"q\""));
    for way in ["/en/to/france", "/en/to/united-states", "/en/region/europe", "/en/destinations"] {
        assert!(ways(&html).contains(&way.to_owned()), "{way}");
    }
    assert!(html.contains("15 min"));
}

#[test]
fn popular_destinations_are_sold_ones() {
    let catalogue = catalogue();
    let popular = popular(&catalogue, 500);
    assert_eq!(popular.first(), Some(&country("FR")));
    assert_eq!(popular.len(), catalogue.countries().count());
    let unvisited = popular.iter().position(|code| *code == country("CI")).unwrap();
    assert!(popular.iter().position(|code| *code == country("AE")).unwrap() < unvisited);
}

#[test]
fn destinations_stand_under_their_first_letter_whatever_its_accent() {
    let html = html(destinations_page::page(Lang::Fr, &catalogue()));
    let (e, f) = (html.find(">E</h2>").unwrap(), html.find(">F</h2>").unwrap());
    for name in ["Émirats arabes unis", "États-Unis", "Égypte", "Espagne"] {
        assert!((e..f).contains(&html.find(name).unwrap()), "{name}");
    }
}

#[test]
fn a_destination_lists_its_own_plans_and_those_of_its_region() {
    let page = destination_page::page(Lang::En, &catalogue(), country("FR"), PlanFilter::default());
    assert_eq!(page.other_language.as_deref(), Some("/fr/to/france"));
    let html = html(page);
    for plan in ["orange-holiday-france-5gb", "orange-holiday-europe-30gb", "orange-travel-world-20gb"] {
        assert!(ways(&html).contains(&format!("/en/plan/orange-{plan}")), "{plan}");
    }
    assert!(!html.contains("Orange Travel Japan"));
    // 8.99 for 5 GB.
    assert!(html.contains("€1.80 / GB"), "{html}");
}

#[test]
fn the_choice_of_plans_stands_in_the_url_and_in_the_form() {
    let query = Values(vec![("data".into(), "20".into()), ("sort".into(), "data".into())]);
    let filter = PlanFilter::read(&query);
    let html = html(destination_page::page(Lang::En, &catalogue(), country("FR"), filter));
    assert!(!html.contains("Orange Holiday France 5GB"));
    assert!(html.contains("<option value=\"20\" selected>"));
    assert!(html.contains("<option value=\"data\" selected>"));
    let (first, second) = (html.find("Europe 30GB").unwrap(), html.find("France 20GB").unwrap());
    assert!(first < second);
}

#[test]
fn nothing_that_fits_is_said_with_the_way_back_to_all() {
    let query = Values(vec![("data".into(), "50".into())]);
    let filter = PlanFilter::read(&query);
    let html = html(destination_page::page(Lang::En, &catalogue(), country("FR"), filter));
    assert!(!html.contains("class=\"ticket\""));
    assert!(ways(&html).iter().filter(|way| *way == "/en/to/france").count() > 1);
}

#[test]
fn a_country_without_plans_leads_to_its_region() {
    let html = html(destination_page::page(Lang::Fr, &catalogue(), country("NZ"), PlanFilter::default()));
    assert!(html.contains("Nouvelle-Zélande"));
    assert!(!html.contains("class=\"filters\""));
    assert!(ways(&html).iter().filter(|way| *way == "/fr/region/oceanie").count() > 1);
}

#[test]
fn a_region_shows_plans_across_its_borders_and_its_countries() {
    let html = html(region_page::page(Lang::En, &catalogue(), Region::Europe));
    let plans = html.find("class=\"tickets\"").unwrap();
    let countries = html.find("class=\"places\"").unwrap();
    assert!(html[plans..countries].contains("Orange Holiday Europe 30GB"));
    // For one country, or mostly for others, is no plan for the region.
    assert!(!html[plans..countries].contains("Orange Holiday France"));
    assert!(html[countries..].contains("/en/to/france") && !html[countries..].contains("/en/to/japan"));
}

#[test]
fn a_plan_carries_the_whole_label_and_one_way_to_buy() {
    let catalogue = catalogue();
    let id = OfferId::from("orange-orange-holiday-europe-30gb".to_owned());
    let html = html(plan_page::page(Lang::En, catalogue.offer(&id).unwrap(), DEADLINE));
    for fact in [
        "Data",
        "Valid for",
        "Starts",
        "Works in",
        "Network",
        "Calls and texts",
        "Hotspot",
        "Top-up",
        "Identity papers",
    ] {
        assert!(html.contains(&format!("<dt>{fact}</dt>")), "{fact}");
    }
    assert!(html.contains("30\u{a0}GB") && html.contains("14 days") && html.contains("45 countries"));
    assert!(html.contains("120 minutes of calls, 1000 texts"));
    assert!(html.contains("Only 3 left"));
    let buy = ways(&html).into_iter().filter(|way| way.starts_with("/en/buy/")).collect::<Vec<_>>();
    assert_eq!(buy, [format!("/en/buy/{id}")]);
}

#[test]
fn a_plan_that_is_gone_leads_to_others_for_the_same_place() {
    let gone = fixture::plan("Orange Holiday France 3GB", "FR MC", 3, 7, 599);
    let page = gone_plan_page::gone(Lang::En, &catalogue(), &gone.facts);
    assert_eq!(page.status, 404);
    let html = html(page);
    assert!(html.contains("Orange Holiday France 3GB"));
    // What works in France alone is none for France and Monaco.
    assert!(html.contains("Welcome Travelers Europe 1GB") && !html.contains("France 5GB"));
    assert!(!ways(&html).iter().any(|way| way.starts_with("/en/buy/")));
}

#[test]
fn a_search_shows_what_fits_and_says_so_when_nothing_does() {
    let catalogue = catalogue();
    let found = html(search_page::page(Lang::En, &catalogue, "united", search("united", Lang::En, 12)));
    assert!(found.contains("/en/to/united-states") && found.contains("/en/to/united-kingdom"));
    let nothing = html(search_page::page(Lang::En, &catalogue, "<atlantis>", Vec::new()));
    assert!(nothing.contains("&lt;atlantis&gt;") && !nothing.contains("<atlantis>"));
    assert!(ways(&nothing).contains(&"/en/to/france".to_owned()));
}

#[test]
fn no_public_page_holds_a_script_or_a_style_of_its_own() {
    let catalogue = catalogue();
    let id = OfferId::from("orange-orange-holiday-france-5gb".to_owned());
    for lang in Lang::ALL {
        let pages = [
            home_page::page(lang, &catalogue, DEADLINE),
            destinations_page::page(lang, &catalogue),
            destination_page::page(lang, &catalogue, country("FR"), PlanFilter::default()),
            region_page::page(lang, &catalogue, Region::Asia),
            plan_page::page(lang, catalogue.offer(&id).unwrap(), DEADLINE),
            search_page::page(lang, &catalogue, "x", Vec::new()),
        ];
        for page in pages {
            let title = page.title.clone();
            let html = html(page);
            for forbidden in ["<script", " style=", " onclick=", "http://", "https://"] {
                assert!(!html.contains(forbidden), "{title}: {forbidden}");
            }
            assert_eq!(html.matches("<h1").count(), 1, "{title}");
        }
    }
}
