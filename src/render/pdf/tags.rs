//! What printpdf lacks: structure tree, links, outline, metadata and output intent.

mod outline;
mod xmp;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::canvas::Page;
use super::error::{MarkupError, MarkupResult};
use super::paginate::Pages;
use super::style::PAGE_HEIGHT;
use super::tree::{Kid, Node, NodeId, Role};
use super::{Meta, text_string};

/// The profile of sRGB, a compact one in the public domain (CC0).
const SRGB: &[u8] = include_bytes!("srgb.icc");

/// Turns a drawn document into one that is PDF/UA-1 and PDF/A-2a.
pub fn finish(document: &mut Document, pages: &Pages, meta: &Meta) -> MarkupResult<()> {
    document.version = "1.7".to_owned();
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    if page_ids.len() != pages.pages.len() {
        return Err(MarkupError::Writing("a page is missing"));
    }
    let tree = Structure::reserve(document, pages, page_ids);
    let root = tree.write(document, pages);
    let outline = outline::write(document, &pages.bookmarks, &tree.pages);
    let metadata = xmp::stream(document, meta);
    let intent = output_intent(document);
    identify(document, meta);
    let catalog = document.catalog_mut().map_err(|_| MarkupError::Writing("the catalog is missing"))?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("Lang", text(&meta.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![intent]);
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    Ok(())
}

pub(super) fn text(words: &str) -> Object {
    Object::String(text_string(words), StringFormat::Literal)
}

/// The ids of pages and structure elements, and the numbers by which pages and links find
/// their elements again (ISO 32000-1, 14.7.4.4).
struct Structure {
    pages: Vec<ObjectId>,
    elements: Vec<ObjectId>,
    root: ObjectId,
}

impl Structure {
    fn reserve(document: &mut Document, pages: &Pages, page_ids: Vec<ObjectId>) -> Self {
        let root = document.new_object_id();
        let elements = pages.tree.nodes().iter().map(|_| document.new_object_id()).collect();
        Self { pages: page_ids, elements, root }
    }

    fn element(&self, node: NodeId) -> ObjectId {
        self.elements.get(node.index()).copied().unwrap_or(self.root)
    }

    fn page(&self, number: usize) -> Object {
        self.pages.get(number).map_or(Object::Null, |id| (*id).into())
    }

    fn write(&self, document: &mut Document, pages: &Pages) -> ObjectId {
        let mut numbers: Vec<Object> = Vec::new();
        for (number, (page, id)) in pages.pages.iter().zip(&self.pages).enumerate() {
            numbers.push((number as i64).into());
            numbers.push(page.owners.iter().map(|node| self.element(*node).into()).collect::<Vec<Object>>().into());
            if let Ok(dictionary) = document.get_dictionary_mut(*id) {
                dictionary.set("StructParents", number as i64);
                dictionary.set("Tabs", "S");
                dictionary.remove(b"Annots");
            }
        }
        let links = self.write_links(document, &pages.pages, &mut numbers);
        let next = pages.pages.len() + links.len();
        self.write_elements(document, pages.tree.nodes(), &links);
        let parents = document.add_object(dictionary! { "Nums" => numbers });
        let root = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => self.element(NodeId::ROOT),
            "ParentTree" => parents,
            "ParentTreeNextKey" => next as i64
        };
        document.set_object(self.root, root);
        self.root
    }

    /// Writes the annotations; returns each with its element and page.
    fn write_links(&self, document: &mut Document, pages: &[Page], numbers: &mut Vec<Object>) -> Vec<(NodeId, usize, ObjectId)> {
        let mut links = Vec::new();
        for (number, page) in pages.iter().enumerate() {
            let mut annotations: Vec<Object> = Vec::new();
            for area in &page.links {
                let key = (pages.len() + links.len()) as i64;
                let annotation = document.add_object(dictionary! {
                    "Type" => "Annot",
                    "Subtype" => "Link",
                    "Rect" => rectangle(area.area),
                    "F" => 4,
                    "Border" => vec![0.into(), 0.into(), 0.into()],
                    "Contents" => text(&area.link.text),
                    "StructParent" => key,
                    "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal(area.link.href.as_str()) }
                });
                annotations.push(annotation.into());
                numbers.extend([key.into(), self.element(area.node).into()]);
                links.push((area.node, number, annotation));
            }
            if let Some(dictionary) = self.pages.get(number).filter(|_| !annotations.is_empty()).and_then(|id| document.get_dictionary_mut(*id).ok()) {
                dictionary.set("Annots", annotations);
            }
        }
        links
    }

    fn write_elements(&self, document: &mut Document, nodes: &[Node], links: &[(NodeId, usize, ObjectId)]) {
        let mut objects: Vec<Vec<Object>> = vec![Vec::new(); nodes.len()];
        for (node, page, annotation) in links {
            if let Some(of_node) = objects.get_mut(node.index()) {
                of_node.push(dictionary! { "Type" => "OBJR", "Obj" => *annotation, "Pg" => self.page(*page) }.into());
            }
        }
        for ((node, id), mut objects) in nodes.iter().zip(&self.elements).zip(objects) {
            let home = home(node);
            let mut kids: Vec<Object> = node.kids.iter().map(|kid| self.kid(*kid, home)).collect();
            kids.append(&mut objects);
            let parent = if *id == self.element(NodeId::ROOT) { self.root } else { self.element(node.parent) };
            document.set_object(*id, self.describe(node, kids, parent, home));
        }
    }

    /// Content on the element's own page is named by its number alone.
    fn kid(&self, kid: Kid, home: Option<usize>) -> Object {
        match kid {
            Kid::Element(node) => self.element(node).into(),
            Kid::Content { page, id } if home == Some(page) => (id as i64).into(),
            Kid::Content { page, id } => dictionary! { "Type" => "MCR", "Pg" => self.page(page), "MCID" => id as i64 }.into(),
        }
    }

    fn describe(&self, node: &Node, kids: Vec<Object>, parent: ObjectId, home: Option<usize>) -> Dictionary {
        let mut element = dictionary! { "S" => node.role.tag(), "P" => parent };
        match <[Object; 1]>::try_from(kids) {
            Ok([only]) => element.set("K", only),
            Err(kids) if kids.is_empty() => {}
            Err(kids) => element.set("K", kids),
        }
        if let Some(page) = home {
            element.set("Pg", self.page(page));
        }
        if let Some(alt) = &node.alt {
            element.set("Alt", text(alt));
        }
        if let Some((_, frame)) = node.frame {
            element.set("A", dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => rectangle(frame) });
        }
        if matches!(node.role, Role::HeaderCell | Role::DataCell)
            && let Some(attributes) = cell_attributes(node)
        {
            element.set("A", attributes);
        }
        element
    }
}

/// The page of an element: that of its frame or of its first content.
fn home(node: &Node) -> Option<usize> {
    let first = node.kids.iter().find_map(|kid| match kid {
        Kid::Content { page, .. } => Some(*page),
        Kid::Element(_) => None,
    });
    node.frame.map(|(page, _)| page).or(first)
}

fn cell_attributes(node: &Node) -> Option<Dictionary> {
    let mut attributes = dictionary! { "O" => "Table" };
    if let Some(scope) = node.scope {
        attributes.set("Scope", scope);
    }
    for (key, span) in [("ColSpan", node.columns), ("RowSpan", node.rows)] {
        if span > 1 {
            attributes.set(key, span as i64);
        }
    }
    (attributes.len() > 1).then_some(attributes)
}

/// Left, top, right, bottom from the top edge becomes a rectangle from the bottom edge.
fn rectangle([left, top, right, bottom]: [f32; 4]) -> Vec<Object> {
    [left, PAGE_HEIGHT - bottom, right, PAGE_HEIGHT - top].map(Object::Real).to_vec()
}

fn output_intent(document: &mut Document) -> Object {
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()));
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text("sRGB"),
        "Info" => text("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile
    }
    .into()
}

/// Replaces what printpdf says of the document, some of which varies between runs.
fn identify(document: &mut Document, meta: &Meta) {
    let date = Object::string_literal(meta.created.format("D:%Y%m%d%H%M%SZ").to_string());
    let info = document.add_object(dictionary! {
        "Title" => text(&meta.title),
        "Author" => text(&meta.author),
        "Subject" => text(&meta.subject),
        "Producer" => text(super::PRODUCER),
        "CreationDate" => date.clone(),
        "ModDate" => date
    });
    if let Ok(old) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.objects.remove(&old);
    }
    document.trailer.set("Info", info);
    let id = Object::String(meta.id.to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
}
