package scalebook.cloning.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

/**
 * Who is in rotation: members, less those that drain, fail their health check or are ejected.
 *
 * <p>Picks read one array that is replaced as a whole; every change goes through this object's
 * lock. When half of the members look sick, the checks are more likely wrong than the members, and
 * all of them are used (the panic threshold).
 */
public final class Rotation {
  private static final Backend[] NONE = {};
  private static final int LEAST_SHARE = 2;

  private final Settings settings;
  private volatile Ejection outliers;
  private final LongSupplier clock;
  private final RandomGenerator random;

  /** By name: a policy that hashes needs the same order whoever joined first. Guarded by this. */
  private final SortedMap<String, Member> members = new TreeMap<>();

  private volatile Snapshot snapshot = new Snapshot(NONE, Map.of(), false);
  private volatile Policy policy;

  /** Of all clones together. */
  private final AtomicLong answers = new AtomicLong();

  /**
   * When to leave a clone out, and how to let it in again.
   *
   * @param silentTurns a clone is silent when the others have answered so often each meanwhile
   */
  public record Settings(
      int failuresInARow,
      long ejectMillis,
      long mostEjectMillis,
      double panicShare,
      long rampMillis,
      int silentTurns) {
    public static Settings defaults() {
      return new Settings(3, 1_000, 30_000, 0.5, 1_000, 4);
    }

    /** Whoever does not answer is not silent. */
    public Settings neverSilent() {
      return new Settings(
          failuresInARow, ejectMillis, mostEjectMillis, panicShare, rampMillis, Integer.MAX_VALUE);
    }

    /** Whoever fails stays; {@code silentTurns} as above. */
    public static Settings neverEjects(int silentTurns) {
      return new Settings(Integer.MAX_VALUE, 1, 1, 0.5, 1, silentTurns);
    }
  }

  private static final class Member {
    private final Backend backend;
    private boolean up = true;
    private boolean draining;
    private boolean in = true;

    private Member(Backend backend) {
      this.backend = backend;
    }
  }

  /** {@code ramps}: since when a clone is back after it was sick. */
  private record Snapshot(Backend[] candidates, Map<Backend, Long> ramps, boolean panic) {}

  public Rotation(Policy policy, Settings settings, LongSupplier clock, RandomGenerator random) {
    this.policy = policy;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.outliers =
        new Outliers(
            settings.failuresInARow, settings.ejectMillis, settings.mostEjectMillis, clock);
  }

  public void policy(Policy to) {
    policy = to;
  }

  /** Who is left out from now on; what the one before knew is forgotten. */
  public void ejection(Ejection by) {
    outliers = by;
  }

  public synchronized void add(Backend backend) {
    if (members.putIfAbsent(backend.name(), new Member(backend)) != null) {
      throw new IllegalArgumentException(backend + " is in rotation already");
    }
    backend.heardAt(answers.get());
    refresh();
  }

  public synchronized void remove(Backend backend) {
    members.remove(backend.name());
    outliers.forget(backend.name());
    refresh();
  }

  /** No new requests; those under way go on. */
  public synchronized void drain(Backend backend) {
    Member member = members.get(backend.name());
    if (member != null) {
      member.draining = true;
      refresh();
    }
  }

  /** What an active check found; true when that is news. */
  public synchronized boolean checked(Backend backend, boolean healthy) {
    Member member = members.get(backend.name());
    if (member == null || member.up == healthy) {
      return false;
    }
    member.up = healthy;
    refresh();
    return true;
  }

  /** The clone itself failed a request; true when it is ejected for that. */
  public boolean failed(Backend backend) {
    boolean ejected = outliers.failed(backend.name());
    if (ejected) {
      refresh();
    }
    return ejected;
  }

  public void answered(Backend backend) {
    backend.heardAt(answers.incrementAndGet());
    outliers.answered(backend.name());
  }

  /**
   * It is asked and answers nothing, while the others have answered several times each. That tells
   * a clone that hangs within milliseconds under load, and never calls a quiet one silent.
   */
  public boolean silent(Backend backend) {
    long others = answers.get() - backend.heardAt();
    return others >= (long) settings.silentTurns * snapshot.candidates.length
        && backend.inFlight() > 0;
  }

  /** Silent, and it has its share of all that is under way: it gets no more until it answers. */
  private boolean full(Backend backend, Backend[] all) {
    if (!silent(backend)) {
      return false;
    }
    int underWay = 0;
    for (Backend one : all) {
      underWay += one.inFlight();
    }
    return backend.inFlight() >= Math.max(LEAST_SHARE, underWay / all.length);
  }

  /** Lets those in again whose ejection has ended; called every few milliseconds. */
  public synchronized void refresh() {
    List<Backend> able = new ArrayList<>();
    List<Backend> healthy = new ArrayList<>();
    Map<Backend, Long> ramps = new java.util.HashMap<>(snapshot.ramps);
    for (Member member : members.values()) {
      if (member.draining) {
        continue;
      }
      able.add(member.backend);
      boolean in = member.up && !outliers.ejected(member.backend.name());
      if (in) {
        healthy.add(member.backend);
        if (!member.in) {
          ramps.put(member.backend, clock.getAsLong());
        }
      }
      member.in = in;
    }
    ramps.keySet().retainAll(healthy);
    ramps.values().removeIf(since -> clock.getAsLong() - since > settings.rampMillis * 1_000_000);
    boolean panic = healthy.size() < able.size() * (1 - settings.panicShare);
    List<Backend> chosen = panic ? able : healthy;
    snapshot = new Snapshot(chosen.toArray(Backend[]::new), Map.copyOf(ramps), panic);
  }

  /** A clone for this request, if there is any; not one of {@code tried} while another is left. */
  public Optional<Backend> pick(Policy.Request request, Set<Backend> tried) {
    Snapshot now = snapshot;
    Policy policy = this.policy;
    Backend[] eligible = policy.eligible(now.candidates, request);
    Backend[] candidates = tried.isEmpty() ? eligible : without(eligible, tried);
    if (candidates.length == 0) {
      return Optional.empty();
    }
    Backend picked = policy.pick(candidates, request);
    while (candidates.length > 1
        && !policy.keepsClients()
        && (tooEarly(picked, now) || full(picked, now.candidates))) {
      candidates = without(candidates, Set.of(picked));
      picked = policy.pick(candidates, request);
    }
    return Optional.of(picked);
  }

  /** A clone that comes back gets its share little by little: its caches and its JIT are cold. */
  private boolean tooEarly(Backend picked, Snapshot now) {
    Long since = now.ramps.isEmpty() ? null : now.ramps.get(picked);
    return since != null
        && random.nextDouble() * settings.rampMillis * 1e6 > clock.getAsLong() - since;
  }

  private static Backend[] without(Backend[] candidates, Set<Backend> tried) {
    List<Backend> left = new ArrayList<>(candidates.length);
    for (Backend candidate : candidates) {
      if (!tried.contains(candidate)) {
        left.add(candidate);
      }
    }
    return left.isEmpty() ? candidates : left.toArray(Backend[]::new);
  }

  /** Every member, in rotation or not. */
  public synchronized List<Backend> members() {
    return members.values().stream().map(member -> member.backend).toList();
  }

  /** Those that get requests now. */
  public List<Backend> candidates() {
    return List.of(snapshot.candidates);
  }

  public boolean panic() {
    return snapshot.panic;
  }
}
