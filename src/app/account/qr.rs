//! The QR code of an eSIM: drawn into its page, and as a picture to keep.

use super::esim_card::Card;
use super::opened;
use super::order_page::Shown;
use crate::app::page::{Answer, PageError, PageRequest};
use crate::mail::qr::{qr_png, qr_svg};
use crate::text::t;
use leptos::prelude::*;

/// Least side of the picture in pixels.
const PICTURE_SIDE: u32 = 600;

/// `GET /{lang}/o/{token}/qr/{position}`
pub async fn picture(request: PageRequest) -> Result<Answer, PageError> {
    let position = request.param("position").parse().map_err(|_| PageError::NotFound)?;
    let found = opened::esim(&request.services, request.param("token"), position).await?;
    let (family, esim) = found.ok_or(PageError::NotFound)?;
    let bytes = qr_png(&esim.secrets.activation_code.lpa_string(), PICTURE_SIDE)
        .ok_or_else(|| PageError::Broken("an activation code is too long for a QR code".to_owned()))?;
    let file_name = Some(file_name(&family.order.number, position));
    Ok(Answer::File { content_type: "image/png", file_name, bytes })
}

fn file_name(number: &str, position: u32) -> String {
    format!("esim-{number}-{position}.png")
}

/// The code and the link that saves it. Those who cannot see it find the same in the fields to be typed by hand, so the
/// picture's name does not repeat the code.
pub(super) fn code(shown: &Shown<'_>, card: &Card<'_>) -> AnyView {
    let lang = shown.lang;
    let svg = qr_svg(&card.esim.secrets.activation_code.lpa_string());
    let href = format!("{}/qr/{}", shown.path(), card.position);
    let name = file_name(&shown.order().number, card.position);
    let drawn = svg.map(|svg| {
        view! { <div class="qr" role="img" aria-label=t(lang, "esim-qr-alt") inner_html=svg></div> }
    });
    view! {
        {drawn}
        <p class="no-print"><a href=href download=name>{t(lang, "esim-qr-save")}</a></p>
    }
    .into_any()
}
