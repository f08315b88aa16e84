//! Strips to pages: what belongs together stays together where a page can hold it.

use super::canvas::{Bookmark, Draw, Mark, Page, Strip};
use super::layout::Galley;
use super::style::{BOTTOM, CAPACITY, PAGE_HEIGHT, TOP};
use super::tree::{NodeId, Tree};

/// A document divided into pages.
pub struct Pages {
    pub pages: Vec<Page>,
    pub tree: Tree,
    pub bookmarks: Vec<Bookmark>,
}

/// Repeated heads may take this share of a page; a taller one is not repeated.
const REPEATED_SHARE: f32 = 0.35;

pub fn paginate(galley: Galley) -> Pages {
    let heads = galley.heads.into_iter().map(Head::new).collect();
    let mut press = Press { pages: Vec::new(), tree: galley.tree, bookmarks: Vec::new(), heads, y: TOP };
    press.start_page();
    let mut strips = galley.strips.into_iter().peekable();
    let mut group = Vec::new();
    while let Some(strip) = strips.next() {
        let is_open = strip.keeps_with_next && strips.peek().is_some();
        group.push(strip);
        if !is_open {
            press.place_group(std::mem::take(&mut group));
        }
    }
    Pages { pages: press.pages, tree: press.tree, bookmarks: press.bookmarks }
}

struct Head {
    strips: Vec<Strip>,
    height: f32,
}

impl Head {
    fn new(strips: Vec<Strip>) -> Self {
        let height = strips.iter().map(|strip| strip.height + strip.before).sum();
        if height > CAPACITY * REPEATED_SHARE { Self { strips: Vec::new(), height: 0.0 } } else { Self { strips, height } }
    }
}

struct Press {
    pages: Vec<Page>,
    tree: Tree,
    bookmarks: Vec<Bookmark>,
    heads: Vec<Head>,
    y: f32,
}

impl Press {
    fn start_page(&mut self) {
        self.pages.push(Page::default());
        self.y = TOP;
    }

    fn is_page_top(&self) -> bool {
        self.pages.last().is_none_or(|page| page.items.is_empty())
    }

    fn fits(&self, height: f32) -> bool {
        self.y + height <= PAGE_HEIGHT - BOTTOM + 0.01
    }

    fn head_height(&self, strip: &Strip) -> f32 {
        strip.repeats.and_then(|head| self.heads.get(head)).map_or(0.0, |head| head.height)
    }

    /// Places strips that belong together: on this page if they fit, else on the next if
    /// that can hold them, else as far as they go.
    fn place_group(&mut self, group: Vec<Strip>) {
        let height: f32 = group.iter().map(|strip| strip.before + strip.height).sum();
        let head = group.first().map_or(0.0, |first| self.head_height(first));
        if !self.fits(height) && head + height <= CAPACITY {
            self.break_for(group.first());
        }
        for strip in group {
            self.place(strip);
        }
    }

    fn break_for(&mut self, strip: Option<&Strip>) {
        if self.is_page_top() {
            return;
        }
        self.start_page();
        let Some(head) = strip.and_then(|strip| strip.repeats) else { return };
        let strips = self.heads.get(head).map(|head| head.strips.clone()).unwrap_or_default();
        for strip in strips {
            self.put(strip);
        }
    }

    fn place(&mut self, mut strip: Strip) {
        if strip.starts_page && !self.is_page_top() {
            self.start_page();
        }
        if self.is_page_top() {
            strip.before = 0.0;
        } else if !self.fits(strip.before + strip.height) {
            self.break_for(Some(&strip));
            strip.before = 0.0;
        }
        self.put(strip);
    }

    fn put(&mut self, strip: Strip) {
        let top = if strip.is_bleeding { 0.0 } else { self.y + strip.before };
        self.y = top + strip.height;
        let number = self.pages.len() - 1;
        if let Some((level, text)) = strip.heading {
            self.bookmarks.push(Bookmark { level, text, page: number, y: top });
        }
        for (node, [left, frame_top, right, bottom]) in strip.frames {
            let frame = [left, frame_top + top, right, bottom + top];
            self.tree.edit(node, |element| element.frame = Some((number, frame)));
        }
        let Some(page) = self.pages.last_mut() else { return };
        if strip.is_bleeding {
            page.band = strip.height;
        }
        for mut item in strip.items {
            item.draw.move_down(top);
            let hyphen = item.draw.split_soft_hyphen();
            let mark = mark(page, &mut self.tree, number, item.node);
            page.items.push((mark, item.draw));
            if let Some(hyphen) = hyphen {
                let mark = soft_hyphen(page, &mut self.tree, number, item.node);
                page.items.push((mark, hyphen));
            }
        }
        page.links.extend(strip.links.into_iter().map(|mut link| {
            link.area[1] += top;
            link.area[3] += top;
            link
        }));
    }
}

/// Continues the marked content that is open, or begins one.
fn mark(page: &mut Page, tree: &mut Tree, number: usize, node: Option<NodeId>) -> Mark {
    let Some(node) = node else { return Mark::Artifact };
    match page.items.last() {
        Some((mark @ Mark::Content { node: open, .. }, _)) if *open == node => *mark,
        _ => Mark::Content { id: content(page, tree, number, node), node },
    }
}

fn soft_hyphen(page: &mut Page, tree: &mut Tree, number: usize, node: Option<NodeId>) -> Mark {
    node.map_or(Mark::Artifact, |node| Mark::SoftHyphen { id: content(page, tree, number, node), node })
}

/// Numbers a new piece of marked content and gives it to its element.
fn content(page: &mut Page, tree: &mut Tree, number: usize, node: NodeId) -> usize {
    let id = page.owners.len();
    page.owners.push(node);
    tree.place(node, number, id);
    id
}

impl Page {
    /// Adds decoration over what is on the page.
    pub fn decorate(&mut self, draw: Draw) {
        self.items.push((Mark::Artifact, draw));
    }
}
