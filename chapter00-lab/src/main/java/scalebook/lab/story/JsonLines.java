package scalebook.lab.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Tasks;

/**
 * A story for a program that watches: each entry is a line of JSON as it comes. The story never
 * waits for the reader: a thread of its own writes, and what queues up is bounded as the story is.
 */
public final class JsonLines implements Sink, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long END_MILLIS = 5_000;
  private static final JsonNode END = JSON.nullNode();

  private final BlockingQueue<JsonNode> queue = new LinkedBlockingQueue<>();
  private final Thread writer;

  JsonLines(OutputStream out) {
    PrintStream lines = new PrintStream(out, false, StandardCharsets.UTF_8);
    writer = Tasks.daemon("events", () -> write(lines));
    writer.start();
  }

  /** On standard output. Who reads it holds our standard input open, and this JVM ends with it. */
  public static JsonLines standard() {
    Lifeline.attach(line -> {});
    return new JsonLines(System.out);
  }

  @Override
  public void tell(Entry entry) {
    add(entry.getClass().getSimpleName().toLowerCase(Locale.ROOT), entry);
  }

  /** The last line. */
  public void end(boolean held, String text) {
    add("end", Map.of("held", held, "text", text));
  }

  private void add(String type, Object what) {
    ObjectNode line = JSON.createObjectNode().put("type", type);
    line.setAll((ObjectNode) JSON.valueToTree(what));
    queue.add(line);
  }

  private void write(PrintStream out) {
    try {
      for (JsonNode next = queue.take(); next != END; next = queue.take()) {
        out.println(next);
        if (queue.isEmpty()) {
          out.flush();
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } finally {
      out.flush();
    }
  }

  /** Returns when all is written, or after a moment: the reader may be stuck. */
  @Override
  public void close() throws InterruptedException {
    queue.add(END);
    writer.join(END_MILLIS);
  }
}
