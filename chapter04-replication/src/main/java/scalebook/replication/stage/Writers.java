package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Sql;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Entry;
import scalebook.replication.router.Router;

/**
 * Clients from outside that write all the time and remember every answer. At the end the answers
 * are compared with what is there: the same check for every fault.
 */
public final class Writers implements AutoCloseable {
  private static final int CALLERS = 6;
  private static final int STAYING = 2;
  private static final long THINK_NANOS = 4_000_000;
  private static final long AWAIT_NANOS = 30_000_000_000L;
  private static final long TENTH_NANOS = 100_000_000;

  private final AtomicLong nextId;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Load load;
  private final List<AutoCloseable> staying;

  /** A write that was acknowledged: when it was begun and answered, by whom. */
  private record Answer(long id, long cents, long began, long ended, long epoch, String node) {}

  /**
   * Acknowledged and not there, or not as it was written; and answered by an old epoch although
   * somebody had an answer of a newer one before the write began.
   */
  public record Finding(long lost, long old, long acknowledged, long inDoubt) {}

  private Writers(Router router, List<Router> stay, long firstId) {
    this.nextId = new AtomicLong(firstId);
    this.load = Load.closed(CALLERS, Long.MAX_VALUE, number -> one(router));
    this.staying = new ArrayList<>();
    for (Router stays : stay) {
      staying.add(Load.closed(STAYING, Long.MAX_VALUE, number -> one(stays)));
      staying.add(stays);
    }
  }

  public static Writers start(Router router) {
    return start(router, 1);
  }

  /** Whose entries begin with this number. */
  public static Writers start(Router router, long firstId) {
    return new Writers(router, List.of(), firstId);
  }

  /**
   * And some who have not heard of anything since.
   *
   * @param stays theirs, closed with them
   */
  static Writers start(Router router, Router stays, long firstId) {
    return new Writers(router, List.of(stays), firstId);
  }

  /** One entry, told apart from all others by its number. */
  public static int insert(Connection connection, long id, long cents) throws SQLException {
    String insert = "INSERT INTO entries (id, account, cents) VALUES (?, 1, ?)";
    return Sql.change(connection, insert, id, cents);
  }

  private void one(Router router) throws SQLException {
    long id = nextId.getAndIncrement();
    long cents = id * 31 % 1_000;
    long began = System.nanoTime();
    Router.Written<Integer> written = router.write(c -> insert(c, id, cents));
    answers.add(new Answer(id, cents, began, System.nanoTime(), written.epoch(), written.node()));
    LockSupport.parkNanos(THINK_NANOS);
  }

  public Ledger stop() throws InterruptedException {
    closeStaying();
    return load.stop();
  }

  /** Those that stay let go of the old primary: what is under way is in doubt. */
  void letGo() {
    closeStaying();
  }

  private void closeStaying() {
    for (AutoCloseable one : staying) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public long acknowledged() {
    return answers.size();
  }

  /** Of the writes that were begun after that instant. */
  public long acknowledgedSince(long nanos) {
    return answers.stream().filter(answer -> answer.began - nanos > 0).count();
  }

  /** How many writes each node acknowledged, a tenth of a second at a time, seen from there. */
  public Map<String, List<Entry.Point>> acknowledgedBy(long zeroNanos) {
    Map<String, Map<Long, Integer>> counts = new TreeMap<>();
    answers.forEach(
        answer ->
            counts
                .computeIfAbsent(answer.node, node -> new TreeMap<>())
                .merge(Math.floorDiv(answer.ended - zeroNanos, TENTH_NANOS), 1, Integer::sum));
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    counts.forEach(
        (node, tenths) ->
            series.put(
                node,
                tenths.entrySet().stream()
                    .map(e -> new Entry.Point(e.getKey() * 100.0, e.getValue()))
                    .toList()));
    return series;
  }

  /** Of all answers so far. */
  public long newestEpoch() {
    return answers.stream().mapToLong(Answer::epoch).max().orElse(0);
  }

  /** Returns after this number of further answers. */
  public Writers awaitMore(int count) {
    long wanted = acknowledged() + count;
    Waiting.until(
        AWAIT_NANOS,
        () -> acknowledged() >= wanted,
        () -> "writers get no answers: " + load.ledger());
    return this;
  }

  /** Milliseconds from there to the first answer of a newer epoch. */
  public double downtimeMillis(long faultNanos, long oldEpoch) {
    return answers.stream()
            .filter(answer -> answer.epoch > oldEpoch)
            .mapToLong(answer -> answer.ended - faultNanos)
            .min()
            .orElseThrow(
                () -> new IllegalStateException("no write was acknowledged in a newer epoch"))
        / 1e6;
  }

  /** The longest time in which nobody got an answer. */
  public double longestPauseMillis() {
    long[] times = answers.stream().mapToLong(Answer::ended).sorted().toArray();
    long longest = 0;
    for (int i = 1; i < times.length; i++) {
      longest = Math.max(longest, times[i] - times[i - 1]);
    }
    return longest / 1e6;
  }

  /** After {@link #stop}: what these clients were told, and what is there. */
  public Finding check(Connection connection) throws SQLException {
    Map<Long, Long> there = new HashMap<>();
    Sql.query(
        connection,
        row -> there.put(row.getLong(1), row.getLong(2)),
        "SELECT id, cents FROM entries");
    List<Answer> all = List.copyOf(answers);
    long lost =
        all.stream()
            .filter(answer -> !Long.valueOf(answer.cents).equals(there.get(answer.id)))
            .count();
    return new Finding(lost, old(all), all.size(), load.ledger().failedCount());
  }

  /**
   * Two that acknowledge at a time: a write begun after a newer epoch's answer, by an older one.
   */
  private static long old(List<Answer> answers) {
    Map<Long, Long> first = new HashMap<>();
    answers.forEach(answer -> first.merge(answer.epoch, answer.ended, Math::min));
    return answers.stream()
        .filter(
            answer ->
                first.entrySet().stream()
                    .anyMatch(e -> e.getKey() > answer.epoch && e.getValue() < answer.began))
        .count();
  }

  @Override
  public void close() {
    closeStaying();
    load.close();
  }
}
