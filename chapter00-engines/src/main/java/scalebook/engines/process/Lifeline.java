package scalebook.engines.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The child's end of {@link Child#jvm}: lines from the parent, and the end when it is gone. */
public final class Lifeline {
  private Lifeline() {}

  /** Hands each line to {@code onLine}; at end of input this JVM halts, whatever it is doing. */
  public static void attach(Consumer<String> onLine) {
    Tasks.daemon("lifeline", () -> follow(onLine)).start();
  }

  private static void follow(Consumer<String> onLine) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
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
