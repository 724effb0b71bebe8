//! One drawing, two files: SVG with its font inside, and PNG drawn at twice the size and averaged down.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBAColor, RGBColor, ShapeStyle, TextStyle};

use super::super::font;

/// Width and height of a chart: its own units are the pixels of the PNG.
const PIXELS: (u32, u32) = (1600, 900);
/// The PNG is drawn so many times larger and averaged down: smooth edges without a renderer of our own.
const FINE: u32 = 2;

/// Colours that stay apart for colour-blind eyes (Okabe & Ito 2008), darkest first.
pub const PALETTE: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(230, 159, 0),
    RGBColor(0, 0, 0),
];
pub const INK: RGBColor = RGBColor(34, 34, 34);
pub const GREY: RGBColor = RGBColor(110, 110, 110);
pub const LIGHT: RGBColor = RGBColor(225, 225, 225);

/// Where a text hangs on its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Left,
    Middle,
    Right,
}

/// A drawing in progress; all lengths in pixels of the PNG.
pub trait Canvas {
    fn text(&mut self, at: (f64, f64), text: &str, size: f64, look: Look);
    fn line(&mut self, points: &[(f64, f64)], color: RGBAColor, width: f64);
    fn area(&mut self, points: &[(f64, f64)], color: RGBAColor);
    fn dot(&mut self, at: (f64, f64), radius: f64, color: RGBAColor);
    /// Width of a text.
    fn width(&self, text: &str, size: f64, bold: bool) -> f64;
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub color: RGBColor,
    pub bold: bool,
    pub anchor: Anchor,
}

impl Look {
    /// Plain text in this colour, its point at the left.
    pub fn left(color: RGBColor) -> Look {
        Look { color, bold: false, anchor: Anchor::Left }
    }
    pub fn right(color: RGBColor) -> Look {
        Look { color, bold: false, anchor: Anchor::Right }
    }
    pub fn middle(color: RGBColor) -> Look {
        Look { color, bold: false, anchor: Anchor::Middle }
    }
    pub fn bold(self) -> Look {
        Look { bold: true, ..self }
    }
}

/// Draws the same picture as SVG and as PNG.
pub fn render(draw: &dyn Fn(&mut dyn Canvas)) -> (Vec<u8>, Vec<u8>) {
    font::register();
    (svg(draw), png(draw))
}

fn svg(draw: &dyn Fn(&mut dyn Canvas)) -> Vec<u8> {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, PIXELS).into_drawing_area();
        let mut sheet = Sheet { area, scale: 1.0 };
        sheet.blank();
        draw(&mut sheet);
    }
    with_font(&text).into_bytes()
}

/// Puts the faces into the file, so that a reader needs no font; text stays text.
fn with_font(svg: &str) -> String {
    let face = |weight: &str, bytes: &[u8]| {
        format!(
            "@font-face{{font-family:\"{}\";font-weight:{weight};src:url(data:font/ttf;base64,{})}}",
            font::FAMILY,
            BASE64_STANDARD.encode(bytes)
        )
    };
    let style = format!(
        "<style>{}{}text{{font-family:\"{}\",\"DejaVu Sans\",sans-serif}}</style>",
        face("normal", font::REGULAR),
        face("bold", font::BOLD),
        font::FAMILY
    );
    let head_end = svg.find("<svg").and_then(|at| svg[at..].find('>').map(|end| at + end + 1));
    match head_end {
        Some(end) => format!("{}\n{style}{}", &svg[..end], &svg[end..]),
        None => svg.to_string(),
    }
}

fn png(draw: &dyn Fn(&mut dyn Canvas)) -> Vec<u8> {
    let (width, height) = (PIXELS.0 * FINE, PIXELS.1 * FINE);
    let mut fine = vec![0u8; (width * height * 3) as usize];
    {
        let area = BitMapBackend::with_buffer(&mut fine, (width, height)).into_drawing_area();
        let mut sheet = Sheet { area, scale: f64::from(FINE) };
        sheet.blank();
        draw(&mut sheet);
    }
    let pixels = averaged(&fine, width as usize);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, PIXELS.0, PIXELS.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("memory takes all bytes");
    writer.write_image_data(&pixels).expect("the buffer has the size of the picture");
    writer.finish().expect("memory takes all bytes");
    bytes
}

/// Each pixel is the mean of the `FINE × FINE` fine ones under it.
fn averaged(fine: &[u8], fine_width: usize) -> Vec<u8> {
    let n = FINE as usize;
    let (width, height) = (PIXELS.0 as usize, PIXELS.1 as usize);
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            for channel in 0..3 {
                let mut sum = 0u32;
                for dy in 0..n {
                    for dx in 0..n {
                        let at = ((y * n + dy) * fine_width + x * n + dx) * 3 + channel;
                        sum += u32::from(fine[at]);
                    }
                }
                pixels.push(u8::try_from(sum / (FINE * FINE)).unwrap_or(u8::MAX));
            }
        }
    }
    pixels
}

struct Sheet<DB: DrawingBackend> {
    area: DrawingArea<DB, Shift>,
    scale: f64,
}

impl<DB: DrawingBackend> Sheet<DB> {
    fn blank(&mut self) {
        let white = RGBColor(255, 255, 255);
        self.area.fill(&white).expect("drawing into memory does not fail");
    }

    fn at(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (whole(x * self.scale), whole(y * self.scale))
    }

    fn all(&self, points: &[(f64, f64)]) -> Vec<(i32, i32)> {
        points.iter().map(|&p| self.at(p)).collect()
    }

    fn style(&self, size: f64, look: Look) -> TextStyle<'static> {
        let weight = if look.bold { FontStyle::Bold } else { FontStyle::Normal };
        let h = match look.anchor {
            Anchor::Left => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        (font::FAMILY, size * self.scale, weight)
            .into_font()
            .color(&look.color)
            .pos(Pos::new(h, VPos::Center))
    }
}

fn whole(x: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "lengths on a sheet of a few thousand")]
    let x = libm::round(x.clamp(-1e5, 1e5)) as i32;
    x
}

impl<DB: DrawingBackend> Canvas for Sheet<DB> {
    fn text(&mut self, at: (f64, f64), text: &str, size: f64, look: Look) {
        let style = self.style(size, look);
        self.area.draw_text(text, &style, self.at(at)).expect("memory takes all");
    }

    fn line(&mut self, points: &[(f64, f64)], color: RGBAColor, width: f64) {
        let width = u32::try_from(whole(width * self.scale).max(1)).unwrap_or(1);
        let style = ShapeStyle { color, filled: false, stroke_width: width };
        let path = PathElement::new(self.all(points), style);
        self.area.draw(&path).expect("memory takes all");
    }

    fn area(&mut self, points: &[(f64, f64)], color: RGBAColor) {
        let shape = Polygon::new(self.all(points), color.filled());
        self.area.draw(&shape).expect("memory takes all");
    }

    fn dot(&mut self, at: (f64, f64), radius: f64, color: RGBAColor) {
        let shape = Circle::new(self.at(at), whole(radius * self.scale), color.filled());
        self.area.draw(&shape).expect("memory takes all");
    }

    fn width(&self, text: &str, size: f64, bold: bool) -> f64 {
        let style = self.style(size, Look { color: INK, bold, anchor: Anchor::Left });
        let (w, _) = self.area.estimate_text_size(text, &style).expect("the font is known");
        f64::from(w) / self.scale
    }
}

/// The text, cut with an ellipsis where it would be wider than `room`.
pub fn fitted(canvas: &dyn Canvas, text: &str, size: f64, bold: bool, room: f64) -> String {
    if canvas.width(text, size, bold) <= room {
        return text.to_string();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let cut: String = kept.iter().collect::<String>().trim_end().to_string() + "…";
        if canvas.width(&cut, size, bold) <= room {
            return cut;
        }
    }
    String::new()
}

/// The text in lines of at most `room`, broken at spaces.
pub fn wrapped(canvas: &dyn Canvas, text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in whole_figures(text).split(' ') {
        match lines.last_mut() {
            Some(line) if canvas.width(&format!("{line} {word}"), size, bold) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

/// A text that breaks within no figure: its error, its unit and its bound stay with it.
fn whole_figures(text: &str) -> String {
    let bound = [" (≥ ", " (≤ "].into_iter().fold(text.to_string(), |text, begins| {
        text.replace(begins, &begins.replace(' ', "\u{a0}"))
    });
    bound.replace(" ± ", "\u{a0}±\u{a0}").replace(" %", "\u{a0}%")
}

/// Round steps (1, 2 or 5 times a power of ten) that cut `low … high` into about `n` parts.
pub fn ticks(low: f64, high: f64, n: f64) -> Vec<f64> {
    let raw = (high - low) / n;
    if raw.is_nan() || raw <= 0.0 {
        return vec![low];
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|&s| s >= raw);
    let step = step.unwrap_or(10.0 * power);
    let mut at = libm::ceil(low / step - 1e-9) * step;
    let mut found = Vec::new();
    while at <= high + step * 1e-9 {
        // What rounding leaves of zero is zero.
        found.push(if at.abs() < step * 1e-6 { 0.0 } else { at });
        at += step;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen to fail when a bound could stand on the line after its figure.
    #[test]
    fn a_title_breaks_within_no_figure() {
        for (title, lines) in [
            (
                "tốt hơn trong 100% (≥ 97,0%) số lần",
                vec!["tốt", "hơn", "trong", "100%\u{a0}(≥\u{a0}97,0%)", "số", "lần"],
            ),
            (
                "in 0 % (≤ 3.7 %) of 1 ± 2 %",
                vec!["in", "0\u{a0}%\u{a0}(≤\u{a0}3.7\u{a0}%)", "of", "1\u{a0}±\u{a0}2\u{a0}%"],
            ),
        ] {
            assert_eq!(whole_figures(title).split(' ').collect::<Vec<_>>(), lines);
        }
    }

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(-0.4, 1.1, 5.0), [0.0, 0.5, 1.0]);
        assert_eq!(ticks(0.0, 52.0, 6.0), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(ticks(1.0, 1.0, 5.0), [1.0]);
    }

    #[test]
    fn long_names_are_cut_and_names_cannot_break_the_file() {
        let draw = |c: &mut dyn Canvas| {
            let cut =
                fitted(c, "Người chạy phong trào và rất nhiều người khác nữa", 24.0, false, 200.0);
            assert!(cut.ends_with('…') && c.width(&cut, 24.0, false) <= 200.0);
            c.text((100.0, 100.0), "<script>alert(1)</script> & Tết", 24.0, Look::left(INK));
        };
        let (svg, png) = render(&draw);
        let svg = String::from_utf8(svg).unwrap();
        assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;") && svg.contains("Tết"));
        assert_eq!(&png[1..4], b"PNG");
        assert_eq!(render(&draw).1, png, "the same bytes twice");
    }
}
