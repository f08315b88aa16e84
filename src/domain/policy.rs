//! The risk policy: scale, bands, review intervals. Versioned data of the project.
use crate::domain::colour::{Colour, Colours};
use serde::{Deserialize, Serialize};

word_enum! {
    /// The three bands, from the leader's to the highest.
    Band { Low = "low", Medium = "medium", High = "high" }
}

/// The values of one band, both ends included, how often its risks are reviewed (days), and the colour it is drawn in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenBand")]
pub struct BandRule {
    pub key: Band,
    pub from: i32,
    pub to: i32,
    pub review_days: i32,
    pub colour: Colour,
}
/// A band as it is written down: without a colour, as every policy was before there were any, it has its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBand {
    key: Band,
    from: i32,
    to: i32,
    review_days: i32,
    #[serde(default)]
    colour: Option<Colour>,
}
impl From<WrittenBand> for BandRule {
    fn from(written: WrittenBand) -> BandRule {
        let WrittenBand { key, from, to, review_days, colour } = written;
        BandRule { key, from, to, review_days, colour: colour.unwrap_or(Colour::of(key)) }
    }
}

/// What each step of the two scales means, from 1 and up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    pub likelihood: Vec<String>,
    pub impact: Vec<String>,
}

/// Why a table cannot be a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    #[error("a scale has 2 to 10 steps")]
    ScaleSize,
    #[error("a step needs a text of at most 200 characters")]
    ScaleText,
    #[error("each band once: low, medium and high")]
    Bands,
    #[error("values in no band: {0:?}")]
    Hole(Vec<i32>),
    #[error("values in two bands: {0:?}")]
    Overlap(Vec<i32>),
    #[error("a higher band starts below a lower one")]
    Order,
    #[error("a review interval is 1 to 730 days")]
    ReviewDays,
    #[error("the band {0} has the colour of a lower one")]
    SameColour(Band),
}

/// An adopted policy: every reachable value lies in exactly one band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskPolicy {
    number: i32,
    scale: Scale,
    bands: Vec<BandRule>,
}

impl RiskPolicy {
    /// # Errors
    /// Every fault, with the values that lie in no band or in two.
    pub fn new(number: i32, scale: Scale, mut bands: Vec<BandRule>) -> Result<RiskPolicy, Vec<PolicyFault>> {
        bands.sort_by_key(|b| b.key);
        let mut faults = scale_faults(&scale);
        if bands.iter().map(|b| b.key).ne(Band::ALL.iter().copied()) {
            faults.push(PolicyFault::Bands);
        } else if bands.windows(2).any(|pair| pair[0].from >= pair[1].from) {
            faults.push(PolicyFault::Order);
        }
        if bands.iter().any(|b| !(1..=730).contains(&b.review_days)) {
            faults.push(PolicyFault::ReviewDays);
        }
        let taken = |place: usize| bands[..place].iter().any(|lower| lower.colour == bands[place].colour);
        faults.extend((1..bands.len()).filter(|place| taken(*place)).map(|place| PolicyFault::SameColour(bands[place].key)));
        let hits = |v: i32| bands.iter().filter(|b| b.from <= v && v <= b.to).count();
        let (hole, overlap): (Vec<i32>, Vec<i32>) =
            (reachable(&scale).into_iter().filter(|v| hits(*v) == 0).collect(), reachable(&scale).into_iter().filter(|v| hits(*v) > 1).collect());
        if !hole.is_empty() {
            faults.push(PolicyFault::Hole(hole));
        }
        if !overlap.is_empty() {
            faults.push(PolicyFault::Overlap(overlap));
        }
        if faults.is_empty() { Ok(RiskPolicy { number, scale, bands }) } else { Err(faults) }
    }

    /// Which of the project's policies this is, from 1.
    pub fn number(&self) -> i32 {
        self.number
    }
    pub fn scale(&self) -> &Scale {
        &self.scale
    }
    /// The bands, the lowest first.
    pub fn bands(&self) -> &[BandRule] {
        &self.bands
    }
    pub fn colours(&self) -> Colours {
        self.bands.iter().map(|b| (b.key, b.colour)).collect()
    }
    /// The highest value the scales can give.
    pub fn top(&self) -> i32 {
        self.likelihood_steps() * self.impact_steps()
    }
    /// The highest S of the scale.
    pub fn likelihood_steps(&self) -> i32 {
        self.scale.likelihood.len() as i32
    }
    /// The highest K of the scale.
    pub fn impact_steps(&self) -> i32 {
        self.scale.impact.len() as i32
    }
    /// A score on this policy's scale; `None` outside it.
    pub fn score(&self, likelihood: i32, impact: i32) -> Option<Score> {
        let fits = (1..=self.likelihood_steps()).contains(&likelihood) && (1..=self.impact_steps()).contains(&impact);
        fits.then(|| Score { likelihood, impact, band: self.band_of(likelihood * impact) })
    }
    /// The rule of a band. Every band has one: the constructor saw to it, in the order of [`Band::ALL`].
    pub fn rule(&self, band: Band) -> &BandRule {
        &self.bands[band as usize]
    }
    fn band_of(&self, value: i32) -> Band {
        self.bands.iter().find(|b| b.from <= value && value <= b.to).map_or(Band::Low, |b| b.key)
    }

    /// The default policy: five steps, low 1–6 in green, medium 8–12 in yellow, high 15–25 in red, reviewed after 90, 30 and 14 days.
    pub fn five_steps(number: i32) -> RiskPolicy {
        let texts = |words: [&str; 5]| words.map(String::from).to_vec();
        RiskPolicy {
            number,
            scale: Scale {
                likelihood: texts(["Mycket osannolikt", "Osannolikt", "Möjligt", "Sannolikt", "Mycket sannolikt"]),
                impact: texts(["Försumbar", "Liten", "Kännbar", "Allvarlig", "Mycket allvarlig"]),
            },
            bands: vec![band(Band::Low, 1, 6, 90), band(Band::Medium, 8, 12, 30), band(Band::High, 15, 25, 14)],
        }
    }
}

/// S and K on a policy's scale, with the band that their product lies in. R = S × K, computed, never typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Score {
    likelihood: i32,
    impact: i32,
    band: Band,
}

impl Score {
    pub fn likelihood(self) -> i32 {
        self.likelihood
    }
    pub fn impact(self) -> i32 {
        self.impact
    }
    pub fn value(self) -> i32 {
        self.likelihood * self.impact
    }
    pub fn band(self) -> Band {
        self.band
    }
    /// A score as it was stored, under the policy of its day.
    pub fn stored(likelihood: i32, impact: i32, band: Band) -> Score {
        Score { likelihood, impact, band }
    }
}

/// A band in its own colour.
fn band(key: Band, from: i32, to: i32, review_days: i32) -> BandRule {
    BandRule { key, from, to, review_days, colour: Colour::of(key) }
}

fn scale_faults(scale: &Scale) -> Vec<PolicyFault> {
    let mut faults = Vec::new();
    if [&scale.likelihood, &scale.impact].iter().any(|s| !(2..=10).contains(&s.len())) {
        faults.push(PolicyFault::ScaleSize);
    }
    if scale.likelihood.iter().chain(&scale.impact).any(|t| t.trim().is_empty() || t.chars().count() > 200 || t.contains(char::is_control)) {
        faults.push(PolicyFault::ScaleText);
    }
    faults
}

/// The products that two numbers on the scales can give, in order.
fn reachable(scale: &Scale) -> Vec<i32> {
    let (s, k) = (scale.likelihood.len().min(10) as i32, scale.impact.len().min(10) as i32);
    let mut values: Vec<i32> = (1..=s).flat_map(|a| (1..=k).map(move |b| a * b)).collect();
    values.sort_unstable();
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with_bands(edges: [(i32, i32); 3]) -> Result<RiskPolicy, Vec<PolicyFault>> {
        let five = RiskPolicy::five_steps(1);
        let bands = Band::ALL.iter().zip(edges).map(|(key, (from, to))| band(*key, from, to, 30)).collect();
        RiskPolicy::new(2, five.scale().clone(), bands)
    }

    #[test]
    fn seven_eleven_thirteen_and_fourteen_cannot_arise_so_they_leave_no_hole() {
        assert!(with_bands([(1, 6), (8, 12), (15, 25)]).is_ok());
        assert_eq!(with_bands([(1, 6), (9, 12), (15, 25)]), Err(vec![PolicyFault::Hole(vec![8])]));
        assert_eq!(with_bands([(1, 9), (8, 12), (15, 25)]), Err(vec![PolicyFault::Overlap(vec![8, 9])]));
    }

    #[test]
    fn a_four_step_scale_with_its_own_bands_is_a_policy() {
        let four = |_: ()| vec!["a".to_string(), "b".into(), "c".into(), "d".into()];
        let bands = vec![band(Band::Low, 1, 3, 90), band(Band::Medium, 4, 8, 30), band(Band::High, 9, 16, 7)];
        let policy = RiskPolicy::new(1, Scale { likelihood: four(()), impact: four(()) }, bands).expect("a policy");
        assert_eq!(policy.score(4, 4).map(|s| (s.value(), s.band())), Some((16, Band::High)));
        assert_eq!(policy.score(5, 1), None);
    }

    #[test]
    fn no_two_bands_have_the_same_colour_and_each_that_repeats_one_is_named() {
        let five = RiskPolicy::five_steps(1);
        let in_colours = |colours: [Colour; 3]| {
            let bands = five.bands().iter().zip(colours).map(|(rule, colour)| BandRule { colour, ..rule.clone() }).collect();
            RiskPolicy::new(2, five.scale().clone(), bands)
        };
        let blue = in_colours([Colour::Blue, Colour::Orange, Colour::Purple]).expect("a policy");
        assert_eq!(Band::ALL.iter().map(|b| blue.colours().of(*b)).collect::<Vec<_>>(), [Colour::Blue, Colour::Orange, Colour::Purple]);
        assert_eq!(in_colours([Colour::Blue, Colour::Red, Colour::Blue]), Err(vec![PolicyFault::SameColour(Band::High)]));
        let all_red = in_colours([Colour::Red; 3]);
        assert_eq!(all_red, Err(vec![PolicyFault::SameColour(Band::Medium), PolicyFault::SameColour(Band::High)]));
    }

    #[test]
    fn a_band_that_was_written_without_a_colour_has_its_own_and_one_that_there_is_not_is_refused() {
        let read = |colour: &str| serde_json::from_str::<BandRule>(&format!(r#"{{"key": "high", "from": 15, "to": 25, "review_days": 14{colour}}}"#));
        assert_eq!(read("").expect("an old band"), read(r#", "colour": "red""#).expect("a band"));
        assert_eq!(read(r#", "colour": null"#).expect("a band").colour, Colour::Red);
        assert!(read(r##", "colour": "#fff""##).is_err() && read(r#", "color": "red""#).is_err());
    }

    proptest! {
        #[test]
        fn an_accepted_policy_gives_every_reachable_value_exactly_one_band(a in 1..25i32, b in 1..25i32, c in 1..25i32, d in 1..26i32) {
            if let Ok(policy) = with_bands([(1, a), (b, c), (d, 25)]) {
                for s in 1..=5 { for k in 1..=5 {
                    let score = policy.score(s, k).expect("on the scale");
                    let within = policy.bands().iter().filter(|r| r.from <= score.value() && score.value() <= r.to).map(|r| r.key).collect::<Vec<_>>();
                    prop_assert_eq!(within, vec![score.band()]);
                }}
            }
        }
    }
}
