package io.wizd.server.http.form;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JSON as XML 1.0. The root is {@code <reply>}, a field an element of its name, an item of an array {@code <item>}, null
 * an empty element with {@code nil="true"}. A name that is not a plain XML name is {@code <entry name="…">}. Characters
 * that XML 1.0 cannot hold become U+FFFD. Static, any thread.
 */
public final class XmlForm {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private static final String ITEM = "item";

    private XmlForm() {}

    public static String of(JsonTree value) {
        return document(xml -> writeElement(xml, "reply", value, ITEM));
    }

    /** An error as RFC 9457, appendix B, has it: elements of its namespace, and {@code <i>} for an item of an array. */
    static String ofProblem(JsonTree.Fields problem) {
        return document(xml -> {
            xml.writeStartElement("problem");
            xml.writeDefaultNamespace("urn:ietf:rfc:7807");
            writeFields(xml, problem, "i");
            xml.writeEndElement();
        });
    }

    /** One item of a list, without a declaration. */
    static String ofItem(JsonTree item) {
        return written(xml -> writeElement(xml, ITEM, item, ITEM));
    }

    /** What is written to a writer of XML. */
    private interface Content {
        void writeTo(XMLStreamWriter xml) throws XMLStreamException;
    }

    private static String document(Content root) {
        String document = written(xml -> {
            xml.writeStartDocument("UTF-8", "1.0");
            root.writeTo(xml);
            xml.writeEndDocument();
        });
        return document + '\n';
    }

    private static String written(Content content) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = FACTORY.createXMLStreamWriter(out);
            content.writeTo(xml);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string takes all XML", e);
        }
        return out.toString();
    }

    private static void writeElement(XMLStreamWriter xml, String name, JsonTree value, String itemName)
            throws XMLStreamException {
        if (isPlainName(name)) {
            xml.writeStartElement(name);
        } else {
            xml.writeStartElement("entry");
            // White space in an attribute would be read as spaces.
            xml.writeAttribute("name", JsonTree.withoutControls(name).replaceAll("[\t\r\n]", " "));
        }
        switch (value) {
            case JsonTree.Null nothing -> xml.writeAttribute("nil", "true");
            case JsonTree.Scalar scalar -> writeText(xml, JsonTree.withoutControls(scalar.text()));
            case JsonTree.Array array -> {
                for (JsonTree item : array.items()) {
                    writeElement(xml, itemName, item, itemName);
                }
            }
            case JsonTree.Fields object -> writeFields(xml, object, itemName);
        }
        xml.writeEndElement();
    }

    private static void writeFields(XMLStreamWriter xml, JsonTree.Fields object, String itemName)
            throws XMLStreamException {
        for (JsonTree.Field field : object.fields()) {
            writeElement(xml, field.name(), field.value(), itemName);
        }
    }

    /** A carriage return that is not escaped would be read as a line feed, or not at all. */
    private static void writeText(XMLStreamWriter xml, String text) throws XMLStreamException {
        int from = 0;
        for (int cr = text.indexOf('\r'); cr >= 0; cr = text.indexOf('\r', from)) {
            xml.writeCharacters(text.substring(from, cr));
            xml.writeEntityRef("#13");
            from = cr + 1;
        }
        xml.writeCharacters(text.substring(from));
    }

    /** ASCII letters, digits and {@code _ . -}, as every XML takes them; names that begin with xml are reserved. */
    private static boolean isPlainName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean begins = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            boolean follows = c >= '0' && c <= '9' || c == '.' || c == '-';
            if (!begins && (i == 0 || !follows)) {
                return false;
            }
        }
        return !name.isEmpty() && !name.regionMatches(true, 0, "xml", 0, 3);
    }
}
