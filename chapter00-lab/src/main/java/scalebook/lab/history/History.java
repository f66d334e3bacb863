package scalebook.lab.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import scalebook.engines.json.Json;

/** Operations while they happen; any thread may add. Kept as JSON lines. */
public final class History {
  private final LongSupplier clock;
  private final AtomicInteger ids = new AtomicInteger();
  private final List<Operation> ended = new ArrayList<>();

  public History() {
    this(System::nanoTime);
  }

  /** All clients must see one clock. */
  History(LongSupplier clock) {
    this.clock = clock;
  }

  /** An operation that has begun: it must be ended in one of three ways. */
  public final class Pending {
    private final Operation begun;

    private Pending(Operation begun) {
      this.begun = begun;
    }

    public void ok() {
      end(Operation.Outcome.OK, List.of());
    }

    public void ok(List<String> seen) {
      end(Operation.Outcome.OK, seen);
    }

    /** The system said no, and means it. */
    public void refused() {
      end(Operation.Outcome.REFUSED, List.of());
    }

    /** No answer, or one that says nothing: it may have happened, and may still. */
    public void unknown() {
      end(Operation.Outcome.UNKNOWN, List.of());
    }

    private void end(Operation.Outcome outcome, List<String> seen) {
      Operation b = begun;
      Operation whole =
          new Operation(
              b.id(),
              b.client(),
              b.node(),
              b.action(),
              b.key(),
              b.expected(),
              b.value(),
              seen,
              outcome,
              b.startNanos(),
              clock.getAsLong());
      synchronized (ended) {
        ended.add(whole);
      }
    }
  }

  public Pending read(String client, String node, String key) {
    return begin(client, node, Operation.Action.READ, key, "", "");
  }

  public Pending write(String client, String node, String key, String value) {
    return begin(client, node, Operation.Action.WRITE, key, "", value);
  }

  public Pending cas(String client, String node, String key, String expected, String value) {
    return begin(client, node, Operation.Action.CAS, key, expected, value);
  }

  public Pending append(String client, String node, String key, String value) {
    return begin(client, node, Operation.Action.APPEND, key, "", value);
  }

  private Pending begin(
      String client,
      String node,
      Operation.Action action,
      String key,
      String expected,
      String value) {
    int id = ids.incrementAndGet();
    return new Pending(
        new Operation(
            id,
            client,
            node,
            action,
            key,
            expected,
            value,
            List.of(),
            Operation.Outcome.UNKNOWN,
            clock.getAsLong(),
            0));
  }

  /** What has ended, in the order in which it began. */
  public List<Operation> operations() {
    synchronized (ended) {
      return ended.stream().sorted(Comparator.comparingLong(Operation::startNanos)).toList();
    }
  }

  public void write(Path file) throws IOException {
    Files.write(file, operations().stream().map(Json::text).toList());
  }

  public static List<Operation> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .map(line -> Json.read(line, Operation.class))
        .toList();
  }
}
