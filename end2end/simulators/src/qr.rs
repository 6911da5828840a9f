//! QR codes as PNG.

use qrcode::{Color, EcLevel, QrCode};

/// Pixels of a module, and modules of the quiet zone.
const SCALE: usize = 10;
const QUIET: usize = 4;

/// Black on white, more than 300 pixels wide; empty when the text is too long for a code.
pub(crate) fn png(text: &str) -> Vec<u8> {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return Vec::new();
    };
    let (modules, width) = (code.to_colors(), code.width());
    let side = (width + 2 * QUIET) * SCALE;
    let is_dark = |x: usize, y: usize| {
        let inside = (QUIET..QUIET + width).contains(&x) && (QUIET..QUIET + width).contains(&y);
        inside && modules[(y - QUIET) * width + x - QUIET] == Color::Dark
    };
    let pixels: Vec<u8> =
        (0..side * side).map(|at| if is_dark(at % side / SCALE, at / side / SCALE) { 0 } else { 255 }).collect();
    let mut png = Vec::new();
    let side = u32::try_from(side).unwrap_or_default();
    let mut encoder = png::Encoder::new(&mut png, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels));
    if written.is_err() {
        png.clear();
    }
    png
}
