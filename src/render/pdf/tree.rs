//! The structure tree: what a screen reader walks, built while the document is laid out.

/// An element of the tree by its place in [`Tree::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(usize);

impl NodeId {
    pub const ROOT: Self = Self(0);

    pub const fn index(self) -> usize {
        self.0
    }
}

/// The standard structure types of ISO 32000-1, 14.8.4 that documents here use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Document,
    Heading(u8),
    Paragraph,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    Caption,
    TableHead,
    TableBody,
    TableFoot,
    TableRow,
    HeaderCell,
    DataCell,
    Figure,
    Link,
}

impl Role {
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Heading(1) => "H1",
            Self::Heading(2) => "H2",
            Self::Heading(_) => "H3",
            Self::Paragraph => "P",
            Self::List => "L",
            Self::ListItem => "LI",
            Self::Label => "Lbl",
            Self::ListBody => "LBody",
            Self::Table => "Table",
            Self::Caption => "Caption",
            Self::TableHead => "THead",
            Self::TableBody => "TBody",
            Self::TableFoot => "TFoot",
            Self::TableRow => "TR",
            Self::HeaderCell => "TH",
            Self::DataCell => "TD",
            Self::Figure => "Figure",
            Self::Link => "Link",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kid {
    Element(NodeId),
    /// Marked content by page and its number there.
    Content {
        page: usize,
        id: usize,
    },
}

#[derive(Debug)]
pub struct Node {
    pub role: Role,
    pub parent: NodeId,
    pub kids: Vec<Kid>,
    pub alt: Option<String>,
    /// "Row" or "Column" for a header cell.
    pub scope: Option<&'static str>,
    pub columns: usize,
    pub rows: usize,
    /// The page of a figure and its frame there: left, top, right, bottom.
    pub frame: Option<(usize, [f32; 4])>,
}

#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    pub fn new() -> Self {
        Self { nodes: vec![Self::node(Role::Document, NodeId::ROOT)] }
    }

    fn node(role: Role, parent: NodeId) -> Node {
        Node { role, parent, kids: Vec::new(), alt: None, scope: None, columns: 1, rows: 1, frame: None }
    }

    /// Adds an element after what its parent has so far.
    pub fn add(&mut self, role: Role, parent: NodeId) -> NodeId {
        let id = self.add_inline(role, parent);
        self.push(parent, Kid::Element(id));
        id
    }

    /// Adds an element that joins its parent when its first content is placed: text before
    /// and after a link is placed later than the link is made.
    pub fn add_inline(&mut self, role: Role, parent: NodeId) -> NodeId {
        self.nodes.push(Self::node(role, parent));
        NodeId(self.nodes.len() - 1)
    }

    /// Records that a piece of marked content belongs to an element.
    pub fn place(&mut self, id: NodeId, page: usize, content: usize) {
        let (is_new, parent) = match self.nodes.get(id.0) {
            Some(node) => (node.role == Role::Link && node.kids.is_empty(), node.parent),
            None => return,
        };
        if is_new {
            self.push(parent, Kid::Element(id));
        }
        self.push(id, Kid::Content { page, id: content });
    }

    fn push(&mut self, id: NodeId, kid: Kid) {
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.kids.push(kid);
        }
    }

    pub fn edit(&mut self, id: NodeId, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(id.0) {
            change(node);
        }
    }

    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }
}
