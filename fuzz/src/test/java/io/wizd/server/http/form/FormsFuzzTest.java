package io.wizd.server.http.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wizd.fuzz.Growth;
import io.wizd.protocol.Json;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Any JSON that somebody may store, as the other forms of a reply. */
class FormsFuzzTest {
    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    @FuzzTest
    void anyValueHasEveryForm(byte[] input) throws XMLStreamException {
        Json json;
        try {
            json = MessageCodec.checked(Growth.of(input));
        } catch (WizdException e) {
            return;
        }
        JsonTree tree = JsonTree.of(json);
        assertThat(TextForm.of(tree, null)).isNotNull();
        assertThat(HtmlForm.of(tree, "x", null, "")).endsWith(HtmlForm.END).doesNotContain("<script");
        readXml(XmlForm.of(tree));
    }

    private static void readXml(String text) throws XMLStreamException {
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
        XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(text));
        while (reader.hasNext()) {
            reader.next();
        }
        reader.close();
    }
}
