package scalebook.partitioning.scatter;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.engines.process.Tasks;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.Slots;

/**
 * Asks all shards at once and puts their answers together.
 *
 * <p>Each shard also tells which slots it answered for. Together they must be all, each once: while
 * a slot moves, two shards may both count it, or none, and then all are asked again. A shard that
 * does not answer in time is missing, and the answer says so: only the slots that it owns may be
 * missing with it.
 */
public final class ScatterGather implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScatterGather.class);
  private static final int MOST_AT_ONCE = 8;
  private static final int ROUNDS = 50;
  private static final long PAUSE_MILLIS = 2;
  private static final Comparator<Order> BY_ID = Comparator.comparingLong(Order::id);
  public static final Comparator<Order> MOST_EXPENSIVE_FIRST =
      Comparator.comparingLong(Order::cents).reversed().thenComparingLong(Order::id);

  private final Places places;
  private final long deadlineMillis;
  private final Care care;
  private final Map<Integer, ExecutorService> askers = new HashMap<>();

  /**
   * What a careless one does without.
   *
   * @param sums an average is made of sums and counts, not of the shards' averages
   * @param mark an answer says what it lacks
   * @param ownThreads waiting for a dead shard takes no thread from calls to a living one
   */
  public record Care(boolean sums, boolean mark, boolean ownThreads) {
    public static final Care FULL = new Care(true, true, true);
  }

  public ScatterGather(Places places, long deadlineMillis) {
    this(places, deadlineMillis, Care.FULL);
  }

  /** Waits at most so long for each shard. */
  public ScatterGather(Places places, long deadlineMillis, Care care) {
    this.places = places;
    this.deadlineMillis = deadlineMillis;
    this.care = care;
    ExecutorService all = threads("all");
    for (Shard shard : places.shards()) {
      askers.put(shard.number(), care.ownThreads ? threads("" + shard) : all);
    }
  }

  private static ExecutorService threads(String whose) {
    return Executors.newFixedThreadPool(MOST_AT_ONCE, Tasks.daemons("ask-" + whose));
  }

  /** How many, and how much. An average needs both: averages of parts have no average. */
  public record Sum(long count, long cents) {
    Sum plus(Sum other) {
      return new Sum(count + other.count, cents + other.cents);
    }

    public double average() {
      return count == 0 ? 0 : cents / (double) count;
    }
  }

  /** Orders with ids from … to, both included, by id. */
  public Gathered<List<Order>> range(long from, long to) throws InterruptedException {
    return gather(
        Question.orders("WHERE o.id BETWEEN ? AND ?", BY_ID, Integer.MAX_VALUE, from, to));
  }

  public Gathered<Sum> sum(long from, long to) throws InterruptedException {
    return gather(Question.sum(from, to));
  }

  public Gathered<Double> average(long from, long to) throws InterruptedException {
    if (!care.sums) {
      return gather(Question.mean(from, to));
    }
    Gathered<Sum> sum = sum(from, to);
    return new Gathered<>(sum.value().average(), sum.missing(), sum.unsure());
  }

  /** The k most expensive: each shard's k, and of these the first k. */
  public Gathered<List<Order>> top(int k) throws InterruptedException {
    return gather(
        Question.orders("ORDER BY o.cents DESC, o.id LIMIT ?", MOST_EXPENSIVE_FIRST, k, k));
  }

  /**
   * The next page, most expensive first, after this order. By key, not by offset: for the tenth
   * page by offset every shard would have to send ten.
   */
  public Gathered<List<Order>> after(Order last, int size) throws InterruptedException {
    return gather(
        Question.orders(
            "WHERE o.cents < ? OR (o.cents = ? AND o.id > ?) ORDER BY o.cents DESC, o.id LIMIT ?",
            MOST_EXPENSIVE_FIRST,
            size,
            last.cents(),
            last.cents(),
            last.id(),
            size));
  }

  private <T> Gathered<T> gather(Question<T> question) throws InterruptedException {
    Set<Integer> missing = new TreeSet<>();
    for (int round = 1; ; round++) {
      Map<Integer, Question.Part<T>> parts = askAll(question, missing);
      places.shards().stream()
          .map(Shard::number)
          .filter(n -> !parts.containsKey(n))
          .forEach(missing::add);
      if (!care.mark) {
        List<T> values = parts.values().stream().map(Question.Part::value).toList();
        return new Gathered<>(question.merge().apply(values), Set.of(), Set.of());
      }
      BitSet unsure = unsure(parts.values(), missing);
      if (unsure.isEmpty() || round == ROUNDS) {
        List<T> values = parts.values().stream().map(Question.Part::value).toList();
        Set<Integer> slots = new TreeSet<>(unsure.stream().boxed().toList());
        return new Gathered<>(question.merge().apply(values), missing, slots);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Slots that two have answered for, or nobody, and none of the missing shards owns them. */
  private <T> BitSet unsure(Collection<Question.Part<T>> parts, Set<Integer> missing) {
    BitSet seen = new BitSet(Slots.COUNT);
    BitSet twice = new BitSet(Slots.COUNT);
    for (Question.Part<T> part : parts) {
      BitSet again = (BitSet) part.slots().clone();
      again.and(seen);
      twice.or(again);
      seen.or(part.slots());
    }
    seen.flip(0, Slots.COUNT);
    if (!missing.isEmpty()) {
      try {
        List<Integer> owners = places.directory().newest().owners();
        seen.stream().filter(slot -> missing.contains(owners.get(slot))).forEach(seen::clear);
      } catch (SQLException e) {
        LOG.warn("who owns what the missing shards {} have not said", missing, e);
      }
    }
    seen.or(twice);
    return seen;
  }

  /** Who did not answer once is not waited for again. */
  private <T> Map<Integer, Question.Part<T>> askAll(Question<T> question, Set<Integer> without)
      throws InterruptedException {
    Map<Integer, Future<Question.Part<T>>> asked = new LinkedHashMap<>();
    for (Shard shard : places.shards()) {
      if (!without.contains(shard.number())) {
        asked.put(shard.number(), askers.get(shard.number()).submit(() -> question.ask(shard)));
      }
    }
    long deadline = System.nanoTime() + deadlineMillis * 1_000_000;
    Map<Integer, Question.Part<T>> parts = new LinkedHashMap<>();
    for (Map.Entry<Integer, Future<Question.Part<T>>> one : asked.entrySet()) {
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

  @Override
  public void close() {
    askers.values().forEach(ExecutorService::shutdownNow);
  }
}
