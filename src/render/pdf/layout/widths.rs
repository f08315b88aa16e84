//! How wide the columns of a table are.

/// What a column wants: the least it can bear and the most it can use.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Want {
    pub least: f32,
    pub most: f32,
    /// Columns of figures take no more than they need.
    pub is_fixed: bool,
}

/// Shares `available` among columns. All get their least; what remains goes first to what
/// they can use, then to the columns of words.
pub fn share(wants: &[Want], available: f32) -> Vec<f32> {
    let least: f32 = wants.iter().map(|want| want.least).sum();
    let most: f32 = wants.iter().map(|want| want.most).sum();
    if least >= available {
        let scale = available / least.max(1.0);
        return wants.iter().map(|want| want.least * scale).collect();
    }
    if most <= available {
        return widened(wants, available - most);
    }
    // The root tempers long texts, so that short ones are not squeezed.
    let weights: Vec<f32> = wants.iter().map(|want| (want.most - want.least).max(0.0).sqrt()).collect();
    let mut widths: Vec<f32> = wants.iter().map(|want| want.least).collect();
    let mut left = available - least;
    // A column that is satisfied passes its share on; at most one per round is not.
    for _ in 0..wants.len() {
        let open = |index: usize, widths: &[f32]| wants[index].most > widths[index] + 0.01;
        let total: f32 = (0..wants.len()).filter(|i| open(*i, &widths)).map(|i| weights[i]).sum();
        if left < 0.01 || total <= 0.0 {
            break;
        }
        let round = left;
        for index in 0..wants.len() {
            if open(index, &widths) {
                let more = (round * weights[index] / total).min(wants[index].most - widths[index]);
                widths[index] += more;
                left -= more;
            }
        }
    }
    widths
}

fn widened(wants: &[Want], spare: f32) -> Vec<f32> {
    let is_open = |want: &&Want| !want.is_fixed;
    let all_fixed = wants.iter().all(|want| want.is_fixed);
    let total: f32 = wants.iter().filter(|want| all_fixed || is_open(want)).map(|want| want.most).sum();
    wants
        .iter()
        .map(|want| match all_fixed || is_open(&want) {
            true => want.most + spare * want.most / total.max(1.0),
            false => want.most,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Want, share};

    fn words(least: f32, most: f32) -> Want {
        Want { least, most, is_fixed: false }
    }

    #[test]
    fn widths_fill_the_table_exactly() {
        for wants in [
            vec![words(20.0, 40.0), words(30.0, 900.0)],
            vec![words(20.0, 40.0), Want { least: 30.0, most: 30.0, is_fixed: true }],
            vec![words(400.0, 400.0), words(300.0, 900.0)],
        ] {
            let total: f32 = share(&wants, 480.0).iter().sum();
            assert!((total - 480.0).abs() < 0.5, "{total}");
        }
    }

    #[test]
    fn figures_do_not_widen_while_words_can() {
        let widths = share(&[words(20.0, 40.0), Want { least: 50.0, most: 50.0, is_fixed: true }], 480.0);
        assert_eq!(widths, vec![430.0, 50.0]);
    }
}
