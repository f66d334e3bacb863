package scalebook.microservices.stage;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.registry.Watch;

/** Many instances that only register, and one who watches them. */
public final class Simulated implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(2);
  private static final long BUCKET_MILLIS = 100;

  private final List<Registration> all = new ArrayList<>();
  private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
  private final Watch watch;
  private final int count;

  public Simulated(int count, int registryPort) {
    this.count = count;
    watch = new Watch("sim", registryPort, instances -> sizes.add(instances.size()));
    for (int i = 1; i <= count; i++) {
      all.add(new Registration(Instance.of("sim", "sim-" + i, i), registryPort));
    }
  }

  /** What happens to the registry. */
  @FunctionalInterface
  public interface Fault {
    void happen() throws Exception;
  }

  /** All are listed, then this happens: the shortest list that was given afterwards. */
  public int shortestListAfter(Fault fault) throws Exception {
    await("registrations").pollInterval(POLL).until(this::allRegistered);
    sizes.clear();
    fault.happen();
    await("the first list of the new registry").pollInterval(POLL).until(() -> !sizes.isEmpty());
    return sizes.stream().mapToInt(n -> n).min().orElse(0);
  }

  /** All are listed, and each of them has been told so: none is about to try once more. */
  private boolean allRegistered() {
    return watch.instances().size() == count && all.stream().allMatch(Registration::registered);
  }

  /** The watcher has noticed that there was no registry. */
  public boolean wasAway() {
    return watch.failures() > 0;
  }

  /** How many had to register again. */
  public long cameAgain() {
    return again().count();
  }

  private LongStream again() {
    return all.stream().mapToLong(Registration::againAfter).filter(millis -> millis >= 0);
  }

  /**
   * The most of them that chose the same tenth of a second, from when they were told that they
   * must. How late they were then, their machine decides.
   */
  public long mostAtOnce() {
    return again()
        .boxed()
        .collect(Collectors.groupingBy(millis -> millis / BUCKET_MILLIS, Collectors.counting()))
        .values()
        .stream()
        .mapToLong(n -> n)
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    watch.close();
    all.forEach(Registration::vanish);
  }
}
