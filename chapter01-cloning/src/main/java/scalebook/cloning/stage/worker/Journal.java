package scalebook.cloning.stage.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What the workers themselves say they ran: one file for each, written before the answer, so that
 * it is true even after {@code kill -9}.
 */
public record Journal(Path folder) {
  private static final String PREFIX = "executed-";

  void write(String worker, String id) throws IOException {
    Files.write(
        folder.resolve(PREFIX + worker),
        (id + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** How often each id ran, all workers together. */
  public Map<String, Integer> executed() throws IOException {
    Map<String, Integer> times = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList()) {
        Files.readAllLines(file).forEach(id -> times.merge(id, 1, Integer::sum));
      }
    }
    return times;
  }

  /** The same, once the journals have stopped growing. */
  public Map<String, Integer> awaitExecuted() {
    AtomicReference<Map<String, Integer>> before = new AtomicReference<>(Map.of());
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(60))
        .until(this::executed, now -> now.equals(before.getAndSet(now)));
  }
}
