import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Answers lines of JSON { reader, writer, data } - schemas as JSON texts, data in Avro's JSON encoding - with what Avro's
 * own classes say of them, and { pairs, milliseconds } with how many of the pairs they check in a second, a line each.
 */
public class AvroJudge {
  private static final ObjectMapper json = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Nothing but answers goes to the standard output.
    System.setOut(System.err);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode question = json.readTree(line);
      out.println(json.writeValueAsString(question.has("pairs") ? measure(question) : judge(question)));
    }
  }

  /** How many of the pairs are checked in a second, over and over for so many milliseconds, after as long to warm up. */
  private static ObjectNode measure(JsonNode question) {
    List<Schema[]> pairs = new ArrayList<>();
    for (JsonNode pair : question.get("pairs")) {
      Schema reader = new Schema.Parser().parse(pair.get("reader").asText());
      pairs.add(new Schema[] {reader, new Schema.Parser().parse(pair.get("writer").asText())});
    }
    long milliseconds = question.get("milliseconds").asLong();
    checksPerSecond(pairs, milliseconds);
    return json.createObjectNode().put("perSecond", checksPerSecond(pairs, milliseconds));
  }

  private static double checksPerSecond(List<Schema[]> pairs, long milliseconds) {
    long started = System.nanoTime();
    long checks = 0;
    while (System.nanoTime() - started < milliseconds * 1_000_000) {
      for (Schema[] pair : pairs) SchemaCompatibility.checkReaderWriterCompatibility(pair[0], pair[1]);
      checks += pairs.size();
    }
    return checks * 1e9 / (System.nanoTime() - started);
  }

  private static ObjectNode judge(JsonNode question) {
    ObjectNode answer = json.createObjectNode();
    Schema reader;
    Schema writer;
    try {
      reader = new Schema.Parser().parse(question.get("reader").asText());
      writer = new Schema.Parser().parse(question.get("writer").asText());
    } catch (Throwable error) {
      return answer.put("refused", error.toString());
    }
    describe(reader, answer.putObject("reader"));
    describe(writer, answer.putObject("writer"));
    compare(reader, writer, answer);
    ArrayNode read = answer.putArray("read");
    for (JsonNode datum : question.get("data")) read.add(read(reader, writer, datum.asText()));
    return answer;
  }

  private static void describe(Schema schema, ObjectNode answer) {
    answer.put("canonical", SchemaNormalization.toParsingForm(schema));
    answer.put("fingerprint", Long.toString(SchemaNormalization.parsingFingerprint64(schema)));
  }

  private static void compare(Schema reader, Schema writer, ObjectNode answer) {
    try {
      SchemaCompatibility.SchemaCompatibilityResult result =
          SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
      ArrayNode list = answer.putArray("incompatibilities");
      for (SchemaCompatibility.Incompatibility one : result.getIncompatibilities()) {
        ObjectNode node = list.addObject();
        node.put("type", one.getType().name());
        node.put("location", one.getLocation());
        node.put("message", one.getMessage());
      }
    } catch (Throwable error) {
      answer.put("thrown", error.toString());
    }
  }

  /** "read", or why not; "invalid: ..." for what is no datum of the writer. */
  private static String read(Schema reader, Schema writer, String datum) {
    byte[] bytes;
    try {
      // Without aliases: the reader of the JSON would apply them to the names of the writer itself.
      JsonNode text = json.readTree(writer.toString());
      removeAliases(text);
      Schema plain = new Schema.Parser().parse(json.writeValueAsString(text));
      Object value = new GenericDatumReader<>(plain).read(null, DecoderFactory.get().jsonDecoder(plain, datum));
      ByteArrayOutputStream buffer = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(buffer, null);
      new GenericDatumWriter<>(plain).write(value, encoder);
      encoder.flush();
      bytes = buffer.toByteArray();
    } catch (Throwable error) {
      return "invalid: " + error;
    }
    try {
      new GenericDatumReader<>(writer, reader).read(null, DecoderFactory.get().binaryDecoder(bytes, null));
      return "read";
    } catch (Throwable error) {
      return error.toString();
    }
  }

  private static void removeAliases(JsonNode node) {
    if (node.isObject()) ((ObjectNode) node).remove("aliases");
    for (JsonNode inner : node) removeAliases(inner);
  }
}
