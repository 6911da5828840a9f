//! The demo catalogue: some forty eSIM offers of all four suppliers, and offers that must not be sold.

use super::catalogue::OfferSeed;
use super::suppliers::Supplier::{
    self, OrangeFrance as OF, OrangeSpain as OS, OrangeTravelB2b as OT, WelcomeTravelers as WT,
};
use crate::countries::{ASIA, EUROPE, MAGHREB, NORTH_AMERICA, world};

const NO_PAPERS: &str = "";
const OWN_FORM: &str = "https://travel.orange.com/fr/register-my-esim";

/// Supplier, name, countries, data, unit, validity, unit, minutes, SMS, resell value, bucket, papers, network.
type Row = (
    Supplier,
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static str,
    i64,
    &'static str,
    i64,
    i64,
    &'static str,
    i64,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const ESIMS: &[Row] = &[
    (OF, "Orange Holiday France 5GB", &["FR"], "5", "Gb", 7, "days", 30, 200, "6.40", 120, NO_PAPERS, "Orange F"),
    (OF, "Orange Holiday France 20GB", &["FR"], "20", "Gb", 14, "days", 120, 1000, "13.90", 80, NO_PAPERS, "Orange F"),
    (OF, "Orange Holiday Europe 12GB", EUROPE, "12", "Go", 14, "days", 30, 200, "15.80", 100, NO_PAPERS, "Orange F"),
    (OF, "Orange Holiday Europe 30GO", EUROPE, "30", "Go", 14, "days", 120, 1000, "27.5", 60, NO_PAPERS, "Orange F"),
    (OF, "Orange Holiday Europe 50GB", EUROPE, "50", "Gb", 28, "days", 120, 1000, "39.90", 40, OWN_FORM, "Orange F"),
    (OF, "Orange Holiday World 10GB", &[], "10", "Gb", 14, "days", 120, 1000, "43.99", 25, NO_PAPERS, "Orange F"),
    (OF, "Orange Holiday Zen Europe 8GB", EUROPE, "8", "Gb", 14, "days", 30, 200, "11.90", 55, NO_PAPERS, "Orange F"),
    (OS, "Orange Spain Go Walk 10GB", &["ES"], "10", "Gb", 15, "days", 0, 0, "5.95", 90, NO_PAPERS, "Orange ES"),
    (OS, "Orange Spain Go Run 30GB", &["ES"], "30", "Gb", 30, "days", 60, 0, "12.40", 45, NO_PAPERS, "Orange ES"),
    (OS, "Orange Spain Go Europe 50GB", EUROPE, "50", "Gb", 30, "days", 60, 0, "22.00", 30, NO_PAPERS, "Orange ES"),
    (OS, "Orange Spain Unlimited 1 Month", &["ES"], "-1", "Gb", 1, "months", 0, 0, "29.00", 12, NO_PAPERS, "Orange ES"),
    (WT, "Welcome Travelers Italy 10GB", &["IT", "SM", "VA"], "10", "Gb", 15, "days", 0, 0, "6.20", 70, NO_PAPERS, "TIM"),
    (WT, "Welcome Travelers United Kingdom 15GB", &["GB", "GI"], "15", "Gb", 30, "days", 0, 0, "8.90", 65, NO_PAPERS, "EE"),
    (WT, "Welcome Travelers Switzerland 5GB", &["CH", "LI"], "5", "Gb", 10, "days", 0, 0, "7.10", 40, NO_PAPERS, "Sunrise"),
    (WT, "Welcome Travelers Turkey 10GB", &["TR"], "10", "Gb", 15, "days", 0, 0, "7.80", 50, OWN_FORM, "Turkcell"),
    (WT, "Welcome Travelers Europe 10GB", EUROPE, "10", "Gb", 30, "days", 0, 0, "12.90", 75, NO_PAPERS, "Multi"),
    (WT, "Welcome Travelers Europe 1000Mo", EUROPE, "1000", "Mo", 7, "days", 0, 0, "3.60", 150, NO_PAPERS, "Multi"),
    (WT, "Carte Holiday Tourist LS", EUROPE, "13", "Gb", 28, "days", 30, 50, "17.40", 33, NO_PAPERS, "Multi"),
    (WT, "Welcome Travelers Morocco 6GB", &["MA"], "6", "Gb", 15, "days", 0, 0, "9.30", 42, NO_PAPERS, "Orange MA"),
    (WT, "Welcome Travelers Tunisia 5GB", &["TN"], "5", "Gb", 15, "days", 0, 0, "6.70", 38, NO_PAPERS, "Orange TN"),
    (WT, "Welcome Travelers North Africa 8GB", MAGHREB, "8", "Gb", 30, "days", 0, 0, "14.80", 20, NO_PAPERS, "Multi"),
    (WT, "Welcome Travelers Asia 10GB", ASIA, "10", "Gb", 30, "days", 0, 0, "17.90", 35, NO_PAPERS, "Multi"),
    (OT, "Orange Travel USA 3GB", &["US"], "3", "Gb", 7, "days", 0, 0, "5.40", 200, NO_PAPERS, "T-Mobile"),
    (OT, "Orange Travel USA 10GB", &["US"], "10", "Gb", 30, "days", 0, 0, "12.60", 140, NO_PAPERS, "T-Mobile"),
    (OT, "Orange Travel USA Unlimited", &["US"], "-1", "Gb", 15, "days", 0, 0, "33.00", 25, NO_PAPERS, "T-Mobile"),
    (OT, "Orange Travel North America 10GB", NORTH_AMERICA, "10", "Gb", 30, "days", 0, 0, "16.50", 60, NO_PAPERS, "Multi"),
    (OT, "Orange Travel Canada 5GB", &["CA"], "5", "Gb", 15, "days", 0, 0, "9.80", 45, NO_PAPERS, "Bell"),
    (OT, "Orange Travel Mexico 5GB", &["MX"], "5", "Gb", 15, "days", 0, 0, "9.10", 45, NO_PAPERS, "Telcel"),
    (OT, "Orange Travel Japan 3GB", &["JP"], "3", "Gb", 8, "days", 0, 0, "4.30", 110, NO_PAPERS, "KDDI"),
    (OT, "Orange Travel Japan 20GB", &["JP"], "20", "Gb", 30, "days", 0, 0, "15.70", 70, NO_PAPERS, "KDDI"),
    (OT, "Orange Travel Thailand 15GB", &["TH"], "15", "Gb", 10, "days", 0, 0, "6.90", 95, OWN_FORM, "AIS"),
    (OT, "Orange Travel Thailand 500Mb", &["TH"], "500", "Mb", 3, "days", 0, 0, "1.90", 95, NO_PAPERS, "AIS"),
    (OT, "Orange Travel Senegal 4GB", &["SN"], "4", "Gb", 15, "days", 0, 0, "8.60", 30, NO_PAPERS, "Orange SN"),
    (OT, "Orange Travel Ivory Coast 4GB", &["CI"], "4", "Gb", 15, "days", 0, 0, "8.80", 28, NO_PAPERS, "Orange CI"),
    (OT, "Orange Travel Egypt 5GB", &["EG"], "5", "Gb", 15, "days", 0, 0, "7.70", 50, NO_PAPERS, "Orange EG"),
    (OT, "Orange Travel United Arab Emirates 5GB", &["AE"], "5", "Gb", 10, "days", 0, 0, "10.20", 44, NO_PAPERS, "du"),
    (OT, "Orange Travel Germany 10GB", &["DE"], "10", "Gb", 30, "days", 0, 0, "8.40", 66, NO_PAPERS, "O2"),
    (OT, "Orange Travel Portugal 10GB", &["PT"], "10", "Gb", 30, "days", 0, 0, "7.90", 66, NO_PAPERS, "MEO"),
    (OT, "Orange Travel Greece 10GB", &["GR"], "10", "Gb", 30, "days", 0, 0, "8.10", 66, NO_PAPERS, "Cosmote"),
    (OT, "Orange Travel Australia 10GB", &["AU"], "10", "Gb", 30, "days", 0, 0, "11.40", 36, NO_PAPERS, "Telstra"),
    (OT, "Orange Travel Brazil 5GB", &["BR"], "5", "Gb", 15, "days", 0, 0, "9.90", 36, NO_PAPERS, "Vivo"),
    (OT, "Orange Travel Dominican Republic 5GB", &["DO"], "5", "Gb", 15, "days", 0, 0, "10.60", 1, NO_PAPERS, "Altice"),
    (OT, "Orange Travel South Korea 10GB", &["KR"], "10", "Gb", 15, "days", 0, 0, "9.70", 0, NO_PAPERS, "SK Telecom"),
    (OF, "Orange Holiday Mauritius 5GB", &["MU"], "5", "Gb", 14, "days", 0, 0, "9.20", 15, NO_PAPERS, "my.t"),
];

#[rustfmt::skip]
const TOPUPS: &[Row] = &[
    (OF, "Topup 10 € with data", &[], "5", "Gb", 14, "days", 0, 0, "7.92", 101, NO_PAPERS, ""),
    (OF, "Topup 20 € with data", &[], "20", "Gb", 28, "days", 0, 0, "15.84", 60, NO_PAPERS, ""),
    (OS, "Recarga 10 €", &[], "10", "Gb", 28, "days", 0, 0, "8.10", 40, NO_PAPERS, ""),
    (WT, "Recharge Holiday Voix", &[], "0", "Gb", 28, "days", 30, 0, "4.50", 40, NO_PAPERS, ""),
    (WT, "Recharge Welcome 5GB", EUROPE, "5", "Gb", 30, "days", 0, 0, "6.30", 40, NO_PAPERS, ""),
];

/// The offers of a demo world. The one named after the South Pole is not available, one has an empty bucket.
#[must_use]
pub(crate) fn demo() -> Vec<OfferSeed> {
    let mut offers: Vec<OfferSeed> = ESIMS.iter().map(|row| seed(row, "eSim")).collect();
    offers.extend(TOPUPS.iter().map(|row| seed(row, "topup")));
    offers.push(OfferSeed {
        name: "Orange Travel World 20GB".to_owned(),
        supplier: OT,
        coverage: world().into_iter().map(str::to_owned).collect(),
        data: ("20".to_owned(), "Gb".to_owned()),
        validity: (1, "years".to_owned()),
        resell_value: "59.00".to_owned(),
        bucket: 18,
        network: "Multi".to_owned(),
        ..OfferSeed::default()
    });
    offers.push(OfferSeed {
        name: "Orange Travel Antarctica 1GB".to_owned(),
        supplier: OT,
        status: "unavailable".to_owned(),
        coverage: vec!["AQ".to_owned()],
        ..OfferSeed::default()
    });
    offers.push(OfferSeed {
        name: "Orange Holiday Europe SIM card".to_owned(),
        product_type: "simCard".to_owned(),
        coverage: EUROPE.iter().map(|code| (*code).to_owned()).collect(),
        resell_value: "24.00".to_owned(),
        ..OfferSeed::default()
    });
    // Half of the offers spell the fees as the schema does, half as the samples do.
    for (index, offer) in offers.iter_mut().enumerate() {
        offer.schema_fee_spelling = index % 2 == 1;
    }
    offers
}

fn seed(row: &Row, product_type: &str) -> OfferSeed {
    let (supplier, name, codes, data, unit, validity, validity_unit, minutes, sms, resell, bucket, papers, network) =
        *row;
    OfferSeed {
        name: name.to_owned(),
        supplier,
        product_type: product_type.to_owned(),
        coverage: codes.iter().map(|code| (*code).to_owned()).collect(),
        data: (data.to_owned(), unit.to_owned()),
        validity: (validity, validity_unit.to_owned()),
        airtime_minutes: minutes,
        sms,
        resell_value: resell.to_owned(),
        bucket,
        kyc_url: Some(papers.to_owned()).filter(|url| !url.is_empty()),
        network: network.to_owned(),
        ..OfferSeed::default()
    }
}
