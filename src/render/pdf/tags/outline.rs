//! The outline: headings as bookmarks, nested by level.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::text;
use crate::render::pdf::canvas::Bookmark;
use crate::render::pdf::style::PAGE_HEIGHT;

/// A bookmark among its neighbours, by place in the list.
#[derive(Default, Clone)]
struct Place {
    parent: Option<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    children: Vec<usize>,
}

/// Writes the outline; none for a document without headings.
pub fn write(document: &mut Document, bookmarks: &[Bookmark], pages: &[ObjectId]) -> Option<ObjectId> {
    let (places, top) = places(bookmarks);
    let ends = (*top.first()?, *top.last()?);
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| document.new_object_id()).collect();
    let id = |place: usize| ids.get(place).copied().unwrap_or(root);
    for ((bookmark, place), own) in bookmarks.iter().zip(&places).zip(&ids) {
        let page = pages.get(bookmark.page).map_or(Object::Null, |id| (*id).into());
        let top = Object::Real(PAGE_HEIGHT - (bookmark.y - 8.0).max(0.0));
        let mut entry = dictionary! {
            "Title" => text(&bookmark.text),
            "Parent" => place.parent.map_or(root, id),
            "Dest" => vec![page, "XYZ".into(), Object::Null, top, Object::Null]
        };
        for (key, neighbour) in [("Prev", place.previous), ("Next", place.next)] {
            if let Some(neighbour) = neighbour {
                entry.set(key, id(neighbour));
            }
        }
        if let (Some(first), Some(last)) = (place.children.first(), place.children.last()) {
            children(&mut entry, (id(*first), id(*last)), place.children.len());
        }
        document.set_object(*own, entry);
    }
    let mut entry = dictionary! { "Type" => "Outlines" };
    children(&mut entry, (id(ends.0), id(ends.1)), bookmarks.len());
    document.set_object(root, entry);
    Some(root)
}

fn children(entry: &mut Dictionary, (first, last): (ObjectId, ObjectId), count: usize) {
    entry.set("First", first);
    entry.set("Last", last);
    entry.set("Count", count as i64);
}

fn places(bookmarks: &[Bookmark]) -> (Vec<Place>, Vec<usize>) {
    let mut places: Vec<Place> = vec![Place::default(); bookmarks.len()];
    let mut top: Vec<usize> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, bookmark) in bookmarks.iter().enumerate() {
        while open.last().is_some_and(|last| bookmarks[*last].level >= bookmark.level) {
            open.pop();
        }
        let parent = open.last().copied();
        let siblings = match parent {
            Some(parent) => &mut places[parent].children,
            None => &mut top,
        };
        let previous = siblings.last().copied();
        siblings.push(index);
        if let Some(previous) = previous {
            places[previous].next = Some(index);
        }
        places[index].parent = parent;
        places[index].previous = previous;
        open.push(index);
    }
    (places, top)
}
