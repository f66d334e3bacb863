package scalebook.partitioning.scatter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.engines.process.Tasks;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.Slots;

/**
 * Asks all shards at once and puts their answers together.
 *
 * <p>Each shard also tells which slots it answered for. Together they must be all, each once: while
 * a slot moves, two shards may both count it, or none, and then all are asked again. A shard that
 * does not answer in time is missing, and the answer says so.
 */
public final class ScatterGather implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScatterGather.class);
  private static final int MOST_AT_ONCE = 16;
  private static final int ROUNDS = 50;
  public static final Comparator<Order> MOST_EXPENSIVE_FIRST =
      Comparator.comparingLong(Order::cents).reversed().thenComparingLong(Order::id);

  private final List<Shard> shards;
  private final long deadlineMillis;
  private final ExecutorService askers =
      Executors.newFixedThreadPool(MOST_AT_ONCE, Tasks.daemons("scatter"));

  /** Waits at most so long for each shard. */
  public ScatterGather(List<Shard> shards, long deadlineMillis) {
    this.shards = List.copyOf(shards);
    this.deadlineMillis = deadlineMillis;
  }

  /** What a shard said, and for which slots. */
  private record Part<T>(T value, BitSet slots) {}

  /** What to ask a shard: a table expression, its parameters, and what to make of its rows. */
  private record Question<T>(String sql, List<Long> parameters, Reader<T> reader) {}

  /** Makes a value of the rows; the first four columns are the slots. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private <T, R> Gathered<R> gather(Question<T> question, Function<Collection<T>, R> merge)
      throws InterruptedException {
    for (int round = 1; ; round++) {
      Map<Integer, Part<T>> parts = askAll(question);
      Set<Integer> missing = new TreeSet<>();
      shards.stream().map(Shard::number).filter(n -> !parts.containsKey(n)).forEach(missing::add);
      if (!missing.isEmpty() || eachSlotOnce(parts.values()) || round == ROUNDS) {
        List<T> values = parts.values().stream().map(Part::value).toList();
        return new Gathered<>(
            merge.apply(values),
            missing.isEmpty() && !eachSlotOnce(parts.values()) ? all() : missing);
      }
    }
  }

  private Set<Integer> all() {
    Set<Integer> numbers = new TreeSet<>();
    shards.forEach(shard -> numbers.add(shard.number()));
    return numbers;
  }

  private static <T> boolean eachSlotOnce(Collection<Part<T>> parts) {
    BitSet seen = new BitSet(Slots.COUNT);
    int count = 0;
    for (Part<T> part : parts) {
      seen.or(part.slots);
      count += part.slots.cardinality();
    }
    return count == Slots.COUNT && seen.cardinality() == Slots.COUNT;
  }

  private <T> Map<Integer, Part<T>> askAll(Question<T> question) throws InterruptedException {
    Map<Integer, Future<Part<T>>> asked = new LinkedHashMap<>();
    for (Shard shard : shards) {
      asked.put(shard.number(), askers.submit(() -> ask(shard, question)));
    }
    long deadline = System.nanoTime() + deadlineMillis * 1_000_000;
    Map<Integer, Part<T>> parts = new LinkedHashMap<>();
    for (Map.Entry<Integer, Future<Part<T>>> one : asked.entrySet()) {
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        parts.put(one.getKey(), one.getValue().get(left, TimeUnit.NANOSECONDS));
      } catch (TimeoutException late) {
        one.getValue().cancel(true);
      } catch (ExecutionException failed) {
        LOG.warn("shard {} is missing from an answer", one.getKey(), failed.getCause());
      }
    }
    return parts;
  }

  /**
   * The slots and the answer in one statement, so that both are of the same moment; the slots as
   * four masks, which are there even when the answer has no rows.
   */
  private static final String SLOTS =
      "SELECT BIT_OR((slot DIV 64 = 0) << (slot MOD 64)) AS a,"
          + " BIT_OR((slot DIV 64 = 1) << (slot MOD 64)) AS b,"
          + " BIT_OR((slot DIV 64 = 2) << (slot MOD 64)) AS c,"
          + " BIT_OR((slot DIV 64 = 3) << (slot MOD 64)) AS d FROM slots WHERE state < 3";

  /** Only orders of slots that the shard answers for: copies that are on their way do not count. */
  private static final String FROM =
      " FROM orders o JOIN slots s ON s.slot = o.slot AND s.state < 3 ";

  private static final String ORDERS = "SELECT o.id, o.customer, o.cents, o.version" + FROM;
  private static final int MASKS = 4;

  private static <T> Part<T> ask(Shard shard, Question<T> question) throws SQLException {
    String sql =
        "SELECT m.*, q.* FROM (" + SLOTS + ") m LEFT JOIN (" + question.sql + ") q ON TRUE";
    try (Connection connection = shard.database().getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < question.parameters.size(); i++) {
        select.setLong(i + 1, question.parameters.get(i));
      }
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        long[] masks = new long[MASKS];
        for (int i = 0; i < MASKS; i++) {
          masks[i] = ((Number) rows.getObject(i + 1)).longValue(); // unsigned: all 64 bits
        }
        return new Part<>(question.reader.read(rows), BitSet.valueOf(masks));
      }
    }
  }

  private static Question<List<Order>> orders(
      String rest, Comparator<Order> by, long... parameters) {
    return new Question<>(
        ORDERS + rest,
        LongStream.of(parameters).boxed().toList(),
        rows -> {
          List<Order> found = new ArrayList<>();
          do {
            if (rows.getObject(MASKS + 1) != null) {
              found.add(
                  new Order(
                      rows.getLong(MASKS + 1),
                      rows.getInt(MASKS + 2),
                      rows.getLong(MASKS + 3),
                      rows.getLong(MASKS + 4)));
            }
          } while (rows.next());
          found.sort(by); // a join keeps no order
          return found;
        });
  }

  /** Orders with ids from … to, both included, by id. */
  public Gathered<List<Order>> range(long from, long to) throws InterruptedException {
    Comparator<Order> byId = Comparator.comparingLong(Order::id);
    return gather(
        orders("WHERE o.id BETWEEN ? AND ?", byId, from, to),
        parts -> TopK.merge(List.copyOf(parts), Integer.MAX_VALUE, byId));
  }

  /** How many, and how much. An average needs both: averages of parts have no average. */
  public record Sum(long count, long cents) {
    public double average() {
      return count == 0 ? 0 : cents / (double) count;
    }
  }

  public Gathered<Sum> sum(long from, long to) throws InterruptedException {
    return gather(
        new Question<>(
            "SELECT COUNT(*), COALESCE(SUM(o.cents), 0)" + FROM + "WHERE o.id BETWEEN ? AND ?",
            List.of(from, to),
            rows -> new Sum(rows.getLong(MASKS + 1), rows.getLong(MASKS + 2))),
        parts ->
            new Sum(
                parts.stream().mapToLong(Sum::count).sum(),
                parts.stream().mapToLong(Sum::cents).sum()));
  }

  /** The k most expensive: each shard's k, and of these the first k. */
  public Gathered<List<Order>> top(int k) throws InterruptedException {
    return gather(
        orders("ORDER BY o.cents DESC, o.id LIMIT ?", MOST_EXPENSIVE_FIRST, k),
        parts -> TopK.merge(List.copyOf(parts), k, MOST_EXPENSIVE_FIRST));
  }

  /**
   * The next page, most expensive first, after this order. By key, not by offset: for the tenth
   * page by offset every shard would have to send ten.
   */
  public Gathered<List<Order>> after(Order last, int size) throws InterruptedException {
    return gather(
        orders(
            "WHERE o.cents < ? OR (o.cents = ? AND o.id > ?) ORDER BY o.cents DESC, o.id LIMIT ?",
            MOST_EXPENSIVE_FIRST,
            last.cents(),
            last.cents(),
            last.id(),
            size),
        parts -> TopK.merge(List.copyOf(parts), size, MOST_EXPENSIVE_FIRST));
  }

  @Override
  public void close() {
    askers.shutdownNow();
  }
}
