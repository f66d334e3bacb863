package scalebook.engines.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import scalebook.engines.json.PlainJson;

/** The child's end of {@link Child#jvm}: lines from the parent, and the end when it is gone. */
public final class Lifeline {
  private Lifeline() {}

  /** Hands each line to {@code onLine}; at end of input this JVM halts, whatever it is doing. */
  public static void attach(Consumer<String> onLine) {
    follow(input(), onLine);
  }

  /** Reads the settings that {@link Child#jvm} sends first, and then as above. */
  public static <T extends Record> T attach(Class<T> settings, Consumer<String> onLine) {
    BufferedReader lines = input();
    String first = null;
    try {
      first = lines.readLine();
    } catch (IOException broken) {
      // As good as closed.
    }
    if (first == null) {
      Runtime.getRuntime().halt(0); // the parent was gone before it said anything
    }
    T read = PlainJson.read(first, settings);
    follow(lines, onLine);
    return read;
  }

  private static BufferedReader input() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }

  private static void follow(BufferedReader lines, Consumer<String> onLine) {
    Tasks.daemon("lifeline", () -> readUntilEnd(lines, onLine)).start();
  }

  private static void readUntilEnd(BufferedReader lines, Consumer<String> onLine) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        onLine.accept(line);
      }
    } catch (IOException | RuntimeException broken) {
      // As good as closed.
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
