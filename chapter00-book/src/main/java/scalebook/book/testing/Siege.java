package scalebook.book.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;
import scalebook.engines.process.Tasks;

/**
 * A playground under attack, over sockets, while well-behaved clients ask: none of them may fail or
 * wait for long, and no process may grow without a bound.
 *
 * @param good a page that is there
 * @param form a page that takes a form, with its method
 */
public record Siege(Playing playing, String good, String formMethod, String form) {
  /** How long each attack takes. */
  private static final Duration EACH =
      Duration.ofMillis(Integer.getInteger("scalebook.siege", Thorough.either(5_000, 1_500)));

  private static final int GOOD_CLIENTS = 2;
  private static final int PAUSE_MILLIS = 10;
  private static final int PATIENCE_MILLIS = (int) EACH.toMillis() / 2;
  private static final int MOST_SLOWER = 10;
  private static final long GROWTH_KB = 200_000;

  /** What the well-behaved saw. */
  private record Seen(AtomicLong failed, Histogram micros) {}

  /** One test for each kind of attack; {@code after} asks the site how it is. */
  public Stream<DynamicTest> tests(ThrowingConsumer<Playing> after) {
    AtomicLong inPeace = new AtomicLong();
    DynamicTest peace =
        DynamicTest.dynamicTest("in peace", () -> inPeace.set(stand(Attack.NONE, 0, after)));
    return Stream.concat(
        Stream.of(peace),
        Stream.of(Attack.values())
            .filter(attack -> attack != Attack.NONE)
            .map(
                attack ->
                    DynamicTest.dynamicTest(
                        attack.name(), () -> stand(attack, inPeace.get(), after))));
  }

  /** How often the well-behaved asked; in an attack at least a tenth of what they do in peace. */
  private long stand(Attack attack, long inPeace, ThrowingConsumer<Playing> after)
      throws Throwable {
    Map<Long, Long> before = memoryKb();
    AtomicLong attacks = new AtomicLong();
    Seen seen = new Seen(new AtomicLong(), new ConcurrentHistogram(3));
    long end = System.nanoTime() + EACH.toNanos();
    Attack.Target target = new Attack.Target(playing.port(), good, formMethod, form, end, attacks);
    ExecutorService threads = Executors.newCachedThreadPool(Tasks.daemons("siege"));
    for (int i = 0; i < attack.threads; i++) {
      threads.submit(() -> repeat(attack, target));
    }
    for (int i = 0; i < GOOD_CLIENTS; i++) {
      threads.submit(() -> ask(target, seen));
    }
    threads.shutdown();
    long bound = EACH.toMillis() + PATIENCE_MILLIS + 5_000;
    assertThat(threads.awaitTermination(bound, TimeUnit.MILLISECONDS)).as("all ended").isTrue();
    Map<Long, Long> grown = memoryKb();
    grown.replaceAll((pid, kb) -> kb - before.getOrDefault(pid, kb));
    long most = grown.values().stream().mapToLong(Long::longValue).max().orElse(0);
    System.out.printf(
        "%-16s %,7d times; the others: %,6d asked, %d failed, p99 %,.1f ms; memory %,d MB before,"
            + " the most that one process grew: %,d MB%n",
        attack,
        attacks.get(),
        seen.micros.getTotalCount(),
        seen.failed.get(),
        seen.micros.getValueAtPercentile(99) / 1_000.0,
        before.values().stream().mapToLong(Long::longValue).sum() / 1_000,
        most / 1_000);
    assertThat(attacks.get() > 0).as("attacks happened").isEqualTo(attack != Attack.NONE);
    assertThat(seen.micros.getTotalCount())
        .as("requests of the well-behaved, %d in peace", inPeace)
        .isPositive()
        .isGreaterThanOrEqualTo(inPeace / MOST_SLOWER);
    assertThat(seen.failed.get()).as("failed requests of the well-behaved").isZero();
    assertThat(most).as("kB that one process grew").isLessThan(GROWTH_KB);
    after.accept(playing);
    return seen.micros.getTotalCount();
  }

  private static void repeat(Attack attack, Attack.Target target) {
    while (target.goesOn()) {
      try {
        attack.go(target);
      } catch (IOException refused) {
        // The site's good right.
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  /** A connection for each request: nothing is tried twice behind our back. */
  private static void ask(Attack.Target target, Seen seen) {
    while (target.goesOn()) {
      long start = System.nanoTime();
      try (Socket socket = target.open()) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        target.send(socket, target.head("GET", target.good()) + "Connection: close\r\n\r\n");
        byte[] all = socket.getInputStream().readAllBytes();
        String answer = new String(all, StandardCharsets.ISO_8859_1);
        if (!answer.startsWith("HTTP/1.1 200")) {
          throw new IOException("answered " + answer.lines().findFirst().orElse("nothing"));
        }
      } catch (IOException e) {
        seen.failed.incrementAndGet();
        System.out.println("a well-behaved request failed: " + e);
      }
      seen.micros.recordValue((System.nanoTime() - start) / 1_000);
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // their rate
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  /** Resident memory of the playground and all its processes, where the system tells it. */
  private Map<Long, Long> memoryKb() throws IOException {
    Map<Long, Long> all = new LinkedHashMap<>();
    ProcessHandle top = playing.process().toHandle();
    for (ProcessHandle each : Stream.concat(Stream.of(top), top.descendants()).toList()) {
      Path status = Path.of("/proc/" + each.pid() + "/status");
      if (Files.exists(status)) {
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .forEach(line -> all.put(each.pid(), Long.valueOf(line.replaceAll("\\D", ""))));
      }
    }
    return all;
  }
}
