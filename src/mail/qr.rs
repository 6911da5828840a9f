//! QR codes, as SVG for pages and as PNG to save and to mail: level M, black on white in any theme, four modules of quiet.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// The quiet zone in modules (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// The dark modules, row by row.
struct Modules {
    width: usize,
    dark: Vec<bool>,
}

impl Modules {
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Self { width: code.width(), dark })
    }

    /// Side with the quiet zone.
    fn side(&self) -> usize {
        self.width + 2 * QUIET
    }

    /// Whether the module is dark; counted from the corner of the quiet zone.
    fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.width);
        matches!((inside(x), inside(y)), (Some(x), Some(y)) if self.dark[y * self.width + x])
    }
}

/// The code as an `<svg>` element without a size of its own: one path, one unit a module. Hidden from screen readers, to
/// whom the same is told in words beside it. `None` when the text is longer than a QR code holds (2,331 bytes).
pub fn qr_svg(text: &str) -> Option<String> {
    let modules = Modules::of(text)?;
    let side = modules.side();
    let mut path = String::new();
    for y in QUIET..QUIET + modules.width {
        // A row is one line of strokes: `h` draws a run of dark modules, `m` leaps over the light ones.
        let mut pen = 0;
        let mut x = 0;
        while x < side {
            let start = x;
            while x < side && modules.is_dark(x, y) {
                x += 1;
            }
            if x > start {
                // Writing to a String does not fail.
                let _ = match pen {
                    0 => write!(path, "M{start} {y}.5h{}", x - start),
                    _ => write!(path, "m{} 0h{}", start - pen, x - start),
                };
                pen = x;
            } else {
                x += 1;
            }
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
         aria-hidden=\"true\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path stroke=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// The code as a PNG whose sides are a whole number of pixels a module and at least `min_side` pixels. `None` as above.
pub fn qr_png(text: &str, min_side: u32) -> Option<Vec<u8>> {
    let modules = Modules::of(text)?;
    let scale = (min_side as usize).div_ceil(modules.side()).max(1);
    let side = modules.side() * scale;
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, u32::try_from(side).ok()?, u32::try_from(side).ok()?);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().ok()?;
    let mut pixels = Vec::with_capacity(side * side.div_ceil(8));
    for y in 0..modules.side() {
        let mut row = vec![0_u8; side.div_ceil(8)];
        for x in (0..side).filter(|x| !modules.is_dark(x / scale, y)) {
            row[x / 8] |= 0x80 >> (x % 8);
        }
        for _ in 0..scale {
            pixels.extend_from_slice(&row);
        }
    }
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "LPA:1$rsp.example.com$QR-G-5C-1LS-1W1Z9P7";

    fn decode(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> String {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| if is_dark(x, y) { 0 } else { 255 });
        image.detect_grids()[0].decode().unwrap().1
    }

    /// Draws the path on a grid of five pixels a module, as a browser does.
    fn rasterise(svg: &str) -> (usize, Vec<bool>) {
        let attribute =
            |name: &str| svg.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap().to_owned();
        let side: usize = attribute("viewBox").rsplit(' ').next().unwrap().parse().unwrap();
        let mut pixels = vec![false; side * side * 25];
        for row in attribute(" d").split('M').skip(1) {
            let (start, strokes) = row.split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (mut x, y): (usize, usize) = (x.parse().unwrap(), y.strip_suffix(".5").unwrap().parse().unwrap());
            for stroke in strokes.split('h') {
                let (length, leap) = stroke.split_once('m').unwrap_or((stroke, "0 0"));
                let length: usize = length.parse().unwrap();
                for (px, py) in (x * 5..(x + length) * 5).flat_map(|px| (y * 5..y * 5 + 5).map(move |py| (px, py))) {
                    pixels[py * side * 5 + px] = true;
                }
                x += length + leap.strip_suffix(" 0").unwrap().parse::<usize>().unwrap();
            }
        }
        (side * 5, pixels)
    }

    #[test]
    fn the_svg_says_what_it_was_given() {
        let svg = qr_svg(CODE).unwrap();
        let (side, pixels) = rasterise(&svg);
        assert_eq!(decode(side, |x, y| pixels[y * side + x]), CODE);
        assert!(svg.len() < 4_000, "{} bytes are too many for a page of 14 KB", svg.len());
        let quiet = |x: usize, y: usize| x.min(y).min(side - 1 - x).min(side - 1 - y) < 20;
        assert!(
            (0..side * side).filter(|i| quiet(i % side, i / side)).all(|i| !pixels[i]),
            "the quiet zone is not quiet"
        );
    }

    #[test]
    fn the_png_says_what_it_was_given_and_is_large_enough() {
        for min_side in [1, 600, 1000] {
            let picture = qr_png(CODE, min_side).unwrap();
            let mut decoder = png::Decoder::new(std::io::Cursor::new(&picture));
            decoder.set_transformations(png::Transformations::EXPAND);
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let frame = reader.next_frame(&mut pixels).unwrap();
            assert!(frame.width == frame.height && frame.width >= min_side);
            let side = frame.width as usize;
            if min_side >= 600 {
                assert_eq!(decode(side, |x, y| pixels[y * frame.line_size + x] == 0), CODE);
            }
        }
    }

    #[test]
    fn the_longest_activation_code_fits_and_too_much_text_is_refused() {
        let longest = format!("LPA:1$rsp.example.com${}", "A".repeat(233));
        let (side, pixels) = rasterise(&qr_svg(&longest).unwrap());
        assert_eq!(decode(side, |x, y| pixels[y * side + x]), longest);
        assert_eq!(qr_svg(&"a".repeat(2_332)), None);
        assert_eq!(qr_png(&"a".repeat(2_332), 600), None);
    }
}
