//! GET /sims/{iccid}/instructions: the steps for iOS and Android, in the language that is asked for.

use serde_json::{Value, json};

use super::{Airalo, Reply, success};
use crate::asked::Asked;

/// English, then French.
const SCAN: [[&str; 3]; 2] = [
    ["Go to Settings > Mobile > Add eSIM.", "Scan the QR code.", "Label the eSIM."],
    ["Ouvrez Réglages > Données cellulaires > Ajouter une eSIM.", "Scannez le QR code.", "Nommez l'eSIM."],
];
const TYPE_IN: [[&str; 3]; 2] = [
    ["Go to Settings > Mobile > Add eSIM.", "Tap 'Enter details manually'.", "Enter the SM-DP+ address and the code."],
    [
        "Ouvrez Réglages > Données cellulaires > Ajouter une eSIM.",
        "Touchez « Saisir les détails manuellement ».",
        "Saisissez l'adresse SM-DP+ et le code.",
    ],
];
const NETWORK: [[&str; 2]; 2] =
    [["Turn on the line.", "Turn on data roaming."], ["Activez la ligne.", "Activez l'itinérance des données."]];

/// `{"1": …, "2": …}`
fn steps(texts: &[&str]) -> Value {
    texts.iter().enumerate().map(|(number, text)| ((number + 1).to_string(), Value::from(*text))).collect()
}

pub(super) fn get(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let sim = &airalo.sims.all[airalo.sim_place(asked.segment(1))?];
    let is_french = asked.header("accept-language").to_lowercase().starts_with("fr");
    let language = usize::from(is_french);
    let device = |version: Option<&str>, has_link: bool| {
        let mut scan = json!({
            "steps": steps(&SCAN[language]), "qr_code_data": sim.profile.lpa(),
            "qr_code_url": airalo.sim_wire(sim)["qrcode_url"],
        });
        if has_link {
            scan["direct_apple_installation_url"] = sim.profile.apple_url().into();
        }
        json!([{
            "model": null, "version": version, "installation_via_qr_code": scan,
            "installation_manual": {
                "steps": steps(&TYPE_IN[language]), "smdp_address_and_activation_code": sim.profile.activation_code(),
            },
            "network_setup": {
                "steps": steps(&NETWORK[language]), "apn_type": "automatic", "apn_value": null, "is_roaming": true,
            },
        }])
    };
    let instructions = json!({
        "language": if is_french { "FR" } else { "EN" }, "ios": device(Some("15,16,17"), true),
        "android": device(None, false),
    });
    success(json!({"instructions": instructions}))
}
