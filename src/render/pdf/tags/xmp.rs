//! Metadata as XMP, the form that archives read.

use lopdf::{Document, ObjectId, Stream, dictionary};

use crate::render::pdf::{Meta, PRODUCER};

/// Writes the metadata, uncompressed as PDF/A wants it.
pub fn stream(document: &mut Document, meta: &Meta) -> ObjectId {
    let dictionary = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    document.add_object(Stream::new(dictionary, packet(meta).into_bytes()).with_compression(false))
}

fn packet(meta: &Meta) -> String {
    let date = meta.created.format("%Y-%m-%dT%H:%M:%SZ");
    let (title, author, subject) = (escaped(&meta.title), escaped(&meta.author), escaped(&meta.subject));
    let language = escaped(&meta.language);
    let number = optional(meta.register_number.as_deref(), "dc:identifier");
    let checkpoint = optional(meta.checkpoint.as_deref(), "journal:checkpoint");
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" xmlns:journal=\"urn:styrrum:journal:1#\">\n\
<dc:format>application/pdf</dc:format>\n\
<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n\
<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}</rdf:li></rdf:Alt></dc:description>\n\
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n\
{number}<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>\n\
<pdf:Producer>{PRODUCER}</pdf:Producer>\n\
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\n\
<pdfuaid:part>1</pdfuaid:part>\n{checkpoint}</rdf:Description>\n{extensions}</rdf:RDF></x:xmpmeta>\n\
<?xpacket end=\"r\"?>",
        extensions = extensions(),
    )
}

fn optional(value: Option<&str>, element: &str) -> String {
    value.map_or_else(String::new, |value| format!("<{element}>{}</{element}>\n", escaped(value)))
}

/// PDF/A wants every schema beyond its own list described within the file.
fn extensions() -> String {
    let ua = schema("http://www.aiim.org/pdfua/ns/id/", "pdfuaid", "PDF/UA identification schema", ("part", "Integer", "PDF/UA version identifier"));
    let journal =
        schema("urn:styrrum:journal:1#", "journal", "Styrrum journal schema", ("checkpoint", "Text", "Checkpoint of the journal when the document was made"));
    format!(
        "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\
<pdfaExtension:schemas><rdf:Bag>{ua}{journal}</rdf:Bag></pdfaExtension:schemas></rdf:Description>\n"
    )
}

fn schema(uri: &str, prefix: &str, name: &str, (property, kind, description): (&str, &str, &str)) -> String {
    format!(
        "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix><pdfaSchema:schema>{name}</pdfaSchema:schema>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>{description}</pdfaProperty:description>\
<pdfaProperty:name>{property}</pdfaProperty:name>\
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>"
    )
}

/// Text in XML 1.0, which has no control characters.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
        out
    })
}
