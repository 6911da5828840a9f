//! The four suppliers as the targets see them: their adapters with accounts that nobody has, asked nothing over the network.

use escale::clock::Clock;
use escale::domain::esim::{SimNames, Wanted};
use escale::domain::iccid::Iccid;
use escale::domain::ids::SupplierId;
use escale::domain::timestamp::UnixSeconds;
use escale::secret::Secret;
use escale::suppliers::http::HttpSettings;
use escale::suppliers::orange_travel::keyring::Keyring;
use escale::suppliers::{RawAnswer, Supplier, airalo, esim_go, orange_travel, standard};
use std::sync::LazyLock;
use std::time::Duration;

/// What the accounts sign and are signed with.
pub const SECRET: &str = "a-secret-of-our-own-32-characters";

const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/simulators/keys/demo.pem");

/// The adapters, in the order in which a target's first byte chooses them.
pub static SUPPLIERS: LazyLock<[Box<dyn Supplier>; 4]> = LazyLock::new(|| {
    let (url, clock) = ("http://127.0.0.1:1/", Clock::standing_at(UnixSeconds(1_795_262_400)));
    let address = || url.parse().expect("an address");
    let secret = || Secret::new(SECRET);
    let esim_go = esim_go::Settings {
        id: SupplierId::from("esim-go"),
        base_url: address(),
        api_key: secret(),
        http: HttpSettings::default(),
    };
    let airalo = airalo::Settings {
        id: SupplierId::from("airalo"),
        base_url: address(),
        client_id: "shop".to_owned(),
        client_secret: secret(),
        async_orders: true,
        http: HttpSettings::default(),
    };
    let standard = standard::Settings {
        id: SupplierId::from("partner"),
        base_url: address(),
        token_url: address(),
        client_id: "shop".to_owned(),
        client_secret: secret(),
        webhook_secret: Some(secret()),
        api_version: "2024-10".to_owned(),
        locale: "fr-FR".to_owned(),
        http: HttpSettings::default(),
    };
    let orange = orange_travel::Settings {
        id: SupplierId::from("orange"),
        base_url: address(),
        token_url: address(),
        client_id: "shop".to_owned(),
        client_secret: secret(),
        keys: Keyring::load(&[KEY.into()]).expect("the demo's key"),
        http: HttpSettings::default(),
    };
    [
        Box::new(esim_go::EsimGo::new(esim_go, clock.clone()).expect("eSIM Go")),
        Box::new(airalo::Airalo::new(airalo, clock.clone()).expect("Airalo")),
        Box::new(standard::Standard::new(standard, clock.clone()).expect("the generic protocol")),
        Box::new(orange_travel::OrangeTravel::new(orange, clock).expect("Orange")),
    ]
});

/// An answer with this status and body.
pub fn answer(status: u16, body: &[u8]) -> RawAnswer {
    RawAnswer {
        status,
        content_type: "application/json".to_owned(),
        body: body.to_vec(),
        request_id: None,
        took: Duration::ZERO,
    }
}

/// More for a SIM.
pub fn top_up() -> Wanted {
    Wanted::TopUp(SimNames { iccid: Iccid::parse("8944538532008160222").ok(), ..SimNames::default() })
}
