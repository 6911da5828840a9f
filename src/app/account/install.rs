//! How an eSIM gets onto a phone: by the camera, by a tap, by hand. The one place where its codes are shown.

use super::esim_card::Card;
use super::order_page::Shown;
use super::qr;
use crate::app::islands::copy::CopyButton;
use crate::app::parts::button::ButtonKind;
use crate::app::parts::install_steps::install_steps;
use crate::app::parts::notice::Notice;
use crate::app::parts::tone::Tone;
use crate::domain::lang::Lang;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// The QR code, the links for this phone, the fields, the guides.
pub(super) fn panel(shown: &Shown<'_>, card: &Card<'_>) -> AnyView {
    let lang = shown.lang;
    let code = &card.esim.secrets.activation_code;
    let confirmation = card.esim.secrets.confirmation_code.as_deref();
    let lacking = (code.confirmation_code_required() && confirmation.is_none()).then(|| {
        let text = t_with(lang, "esim-confirmation-missing", &[("email", shown.support_email.into())]);
        view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }
    });
    let id = |name: &str| format!("esim-{}-{name}", card.position);
    let fields = [
        (id("smdp"), t(lang, "esim-smdp"), Some(code.smdp().as_str())),
        (id("matching-id"), t(lang, "esim-matching-id"), Some(code.matching_id().as_str()).filter(|id| !id.is_empty())),
        (id("confirmation"), t(lang, "esim-confirmation-code"), confirmation),
        (id("code"), t(lang, "esim-code"), Some(code.manual_code())),
    ];
    let fields: Vec<_> = fields
        .into_iter()
        .filter_map(|(id, label, value)| Some(copied_field(lang, id, label, value?.to_owned())))
        .collect();
    view! {
        <section class="panel install flow">
            <h3>{t(lang, "esim-install")}</h3>
            <p>{t(lang, "esim-install-text")}</p>
            {lacking}
            <div class="ways">
                <div class="way">
                    <h4>{t(lang, "esim-scan")}</h4>
                    {qr::code(shown, card)}
                </div>
                <div class="way no-print">
                    <h4>{t(lang, "esim-this-phone")}</h4>
                    <p>{t(lang, "esim-this-phone-text")}</p>
                    {tap(code.apple_install_url(), t(lang, "esim-apple"), t(lang, "esim-apple-note"))}
                    {tap(code.android_install_url(), t(lang, "esim-android"), t(lang, "esim-android-note"))}
                </div>
            </div>
            <h4>{t(lang, "esim-by-hand")}</h4>
            <p>{t(lang, "esim-by-hand-text")}</p>
            <dl class="codes">{fields}</dl>
            <div class="guides">
                <h4>{t(lang, "esim-guides")}</h4>
                {install_steps(lang).map(|(title, steps)| guide(title, steps)).into_iter().collect_view()}
            </div>
            <p class="muted">{t(lang, "esim-keep")}</p>
        </section>
    }
    .into_any()
}

/// The line itself: number, PIN, PUK, the SIM's own number.
pub(super) fn line(lang: Lang, card: &Card<'_>) -> Option<AnyView> {
    let secrets = &card.esim.secrets;
    let fields = [
        (t(lang, "esim-phone-number"), secrets.msisdn.as_deref()),
        (t(lang, "esim-pin"), secrets.pin.as_deref()),
        (t(lang, "esim-puk"), secrets.puk.as_deref()),
        (t(lang, "esim-iccid"), secrets.iccid.as_ref().map(|iccid| iccid.as_str())),
    ];
    let fields: Vec<_> = fields
        .into_iter()
        .filter_map(|(label, value)| {
            let value = value?.to_owned();
            Some(view! { <div><dt>{label}</dt><dd><code class="code">{value}</code></dd></div> })
        })
        .collect();
    (!fields.is_empty()).then(|| {
        view! {
            <section class="panel flow">
                <h3>{t(lang, "esim-line")}</h3>
                <dl class="codes">{fields}</dl>
            </section>
        }
        .into_any()
    })
}

/// The link carries the code, so it tells nobody where it stood.
fn tap(href: String, label: String, note: String) -> AnyView {
    view! {
        <p class="tap">
            <a class=ButtonKind::Quiet.class() href=href rel="noreferrer">{label}</a>
            <small class="muted">{note}</small>
        </p>
    }
    .into_any()
}

fn copied_field(lang: Lang, id: String, label: String, value: String) -> AnyView {
    view! {
        <div>
            <dt>{label.clone()}</dt>
            <dd>
                <code class="code" id=id.clone()>{value}</code>
                <CopyButton target=id label=t(lang, "esim-copy") what=label done=t(lang, "esim-copied") />
            </dd>
        </div>
    }
    .into_any()
}

fn guide(title: String, steps: [String; 4]) -> AnyView {
    let steps = steps.map(|step| view! { <li>{step}</li> }).into_iter().collect_view();
    view! { <details class="more"><summary>{title}</summary><ol>{steps}</ol></details> }.into_any()
}
