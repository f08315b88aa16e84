//! A line the size of a word: how one risk has moved.

use super::FigureTable;
use super::ink::{Course, Ink};
use super::scale::{Scale, columns};
use super::scene::Scene;

#[derive(Debug, Clone, PartialEq)]
pub struct Spark {
    pub title: String,
    /// Header of the table's only column.
    pub value_word: String,
    pub values: Vec<u32>,
    /// Greatest possible value of the scale.
    pub max: u32,
}

impl Spark {
    pub(super) fn course(&self) -> Course {
        match (self.values.first(), self.values.last()) {
            (Some(first), Some(last)) => Course::between((*first).into(), (*last).into()),
            _ => Course::Flat,
        }
    }

    pub(super) fn scene(&self) -> Scene {
        let mut scene = Scene::new(64.0, 24.0);
        let y = Scale::new(self.max.into(), 21.0, 3.0);
        let x = columns(self.values.len(), 4.0, 60.0);
        let points: Vec<(f32, f32)> = x.into_iter().zip(&self.values).map(|(x, value)| (x, y.at((*value).into()))).collect();
        let end = points.last().copied();
        scene.line(points, Ink::Spark(self.course()));
        if let Some((x, y)) = end {
            scene.dot(x, y, 3.0, Ink::SparkEnd(self.course()));
        }
        scene
    }

    pub(super) fn table(&self) -> FigureTable {
        FigureTable { headers: vec![self.value_word.clone()], rows: self.values.iter().map(|value| vec![value.to_string()]).collect() }
    }
}
