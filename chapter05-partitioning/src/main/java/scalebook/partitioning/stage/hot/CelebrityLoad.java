package scalebook.partitioning.stage.hot;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.partitioning.hot.SmallCache;
import scalebook.partitioning.hot.Tally;

/** Calls for a hundred tenants, half of them for one; three of four read. */
public final class CelebrityLoad {
  public static final String CELEBRITY = "adele";
  private static final int TENANTS = 100;
  private static final int CALLERS = 4;
  // What names begin with, about as often as in a directory of given names.
  private static final String FIRST = "aaaaabbccddeeefghhijjjjkklllmmmmnnoprrssstvwyz";
  private static final String[] REST = {"an", "ri", "no", "el", "ma", "ta", "li", "so", "de"};

  private final List<String> tenants;
  private final List<Call> calls;

  private record Call(String tenant, boolean reads) {}

  /** How the calls spread over the shards, and what the counters lack in the end. */
  public record Spread(long calls, double hottestShare, long lost) {
    static Spread of(List<Long> before, List<Long> after, long lost) {
      List<Long> calls =
          IntStream.range(0, after.size()).mapToObj(i -> after.get(i) - before.get(i)).toList();
      long all = calls.stream().mapToLong(Long::longValue).sum();
      long most = calls.stream().mapToLong(Long::longValue).max().orElse(0);
      return new Spread(all, most / (double) all, lost);
    }
  }

  public CelebrityLoad(int count) {
    Random random = new Random(8);
    Set<String> names = new LinkedHashSet<>(Set.of(CELEBRITY));
    while (names.size() < TENANTS) {
      StringBuilder name = new StringBuilder();
      name.append(FIRST.charAt(random.nextInt(FIRST.length())));
      IntStream.range(0, 3).forEach(i -> name.append(REST[random.nextInt(REST.length)]));
      names.add(name.toString());
    }
    this.tenants = List.copyOf(names);
    this.calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int tenant = random.nextBoolean() ? 0 : 1 + random.nextInt(TENANTS - 1);
      calls.add(new Call(tenants.get(tenant), i % 4 != 0));
    }
  }

  public List<String> tenants() {
    return tenants;
  }

  /** Four callers make the same calls each time. */
  public Spread run(Tally tally, SmallCache cache) throws Exception {
    long sales = sum(tally);
    List<Long> before = tally.visits();
    try (Load load =
        Load.closed(CALLERS, calls.size(), n -> one(calls.get((int) n), tally, cache))) {
      Ledger ledger = load.await();
      if (ledger.failedCount() > 0) {
        throw new IllegalStateException("calls failed: " + ledger);
      }
    }
    List<Long> after = tally.visits();
    long added = calls.stream().filter(call -> !call.reads).count();
    return Spread.of(before, after, sales + added - sum(tally));
  }

  private static void one(Call call, Tally tally, SmallCache cache) throws SQLException {
    if (call.reads) {
      cache.read(call.tenant, tally::read);
    } else {
      tally.add(call.tenant);
    }
  }

  private long sum(Tally tally) throws SQLException {
    long sum = 0;
    for (String tenant : tenants) {
      sum += tally.read(tenant);
    }
    return sum;
  }
}
