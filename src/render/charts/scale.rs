//! From figures to positions, and figures as text that never varies between machines.

/// Writes a coordinate with at most two decimals and no superfluous zeros.
pub fn number(value: f32) -> String {
    let hundredths = (f64::from(finite32(value)) * 100.0).round();
    let mut text = format!("{:.2}", hundredths / 100.0);
    let kept = text.trim_end_matches('0').trim_end_matches('.').len();
    text.truncate(kept);
    if text == "-0" { "0".to_owned() } else { text }
}

fn finite32(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}

/// A figure that can be drawn: neither infinite nor "not a number".
pub fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// A straight scale from figures to pixels.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    top: f64,
    from: f32,
    to: f32,
}

impl Scale {
    /// Maps 0 to `from` and `top` to `to`; a top of zero or less counts as 1.
    pub fn new(top: f64, from: f32, to: f32) -> Self {
        let top = finite(top);
        Self { top: if top > 0.0 { top } else { 1.0 }, from, to }
    }

    pub fn at(&self, value: f64) -> f32 {
        let share = (finite(value) / self.top).clamp(-1.0, 1.5) as f32;
        self.from + share * (self.to - self.from)
    }
}

/// Positions of `count` columns between `left` and `right`, the first and last inset.
pub fn columns(count: usize, left: f32, right: f32) -> Vec<f32> {
    match count {
        0 => Vec::new(),
        1 => vec![(left + right) / 2.0],
        _ => {
            let step = (right - left) / (count - 1) as f32;
            (0..count).map(|index| left + step * index as f32).collect()
        }
    }
}

/// Which of `count` labels to write so that at most `room` are written; always the last.
pub fn is_written(index: usize, count: usize, room: usize) -> bool {
    let step = count.div_ceil(room.max(1)).max(1);
    (count - 1 - index.min(count - 1)).is_multiple_of(step)
}

/// Moves labels apart so that neighbours are at least `gap` from each other and none is
/// outside `top..=bottom` while there is room. The order is kept.
pub fn spread(positions: &mut [f32], gap: f32, top: f32, bottom: f32) {
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by(|&a, &b| positions[a].total_cmp(&positions[b]));
    let mut floor = top;
    for &index in &order {
        positions[index] = positions[index].max(floor);
        floor = positions[index] + gap;
    }
    let mut ceiling = bottom;
    for &index in order.iter().rev() {
        if positions[index] <= ceiling {
            break;
        }
        positions[index] = ceiling;
        ceiling -= gap;
    }
}
