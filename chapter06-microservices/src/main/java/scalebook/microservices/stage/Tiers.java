package scalebook.microservices.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import scalebook.cloning.client.HttpCaller;
import scalebook.cloning.health.RetryBudget;
import scalebook.cloning.supervisor.Backoff;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.resilience.Retries;

/** So many services in a row above a dead one, each of which tries again in the same way. */
public final class Tiers implements AutoCloseable {
  public static final RandomGenerator JITTER = () -> ThreadLocalRandom.current().nextLong();

  private final Tier dead = new Tier();
  private final Deque<Tier> all = new ArrayDeque<>();

  /** How all tiers try again. */
  public enum Way {
    NAIVE("naive", "naive"),
    BUDGET_EVERYWHERE("budget, all tiers", "budgetEverywhere"),
    ONE_TIER("budget, and taking a no", "budget");

    private static final Backoff SHORT = new Backoff(1, 1);

    private final String shown;
    private final String figure;

    Way(String shown, String figure) {
      this.shown = shown;
      this.figure = figure;
    }

    /** One tier's own. */
    Retries retries(int attempts) {
      RetryBudget budget = this == NAIVE ? Retries.noBudget() : new RetryBudget(0.1, 3);
      return new Retries(attempts, SHORT, JITTER, budget, this == ONE_TIER);
    }

    /** How many requests at the dead one became of each at the top. */
    public double amplification(int tiers, int attempts, int requests) throws Exception {
      try (Tiers row = new Tiers(tiers, () -> retries(attempts));
          HttpCaller caller = new HttpCaller(row.top().port(), 10_000)) {
        for (int i = 0; i < requests; i++) {
          caller.get("/");
        }
        return (double) row.dead.received() / requests;
      }
    }

    public String figure() {
      return figure;
    }

    @Override
    public String toString() {
      return shown;
    }
  }

  public Tiers(int count, Supplier<Retries> retries) {
    all.push(dead);
    for (int i = 0; i < count; i++) {
      all.push(new Tier(all.peek(), retries.get()));
    }
  }

  /** What the caller heard, and how often the dead one was asked; {@code tooLate}: for nobody. */
  public record DeadWork(int status, long asked, long tooLate) {}

  /**
   * A caller that waits so long, and a tier that would try twenty times, every tenth of a second.
   */
  public static DeadWork deadWork(long millis) throws Exception {
    Backoff slow = new Backoff(100, 100);
    Retries many = new Retries(20, slow, Retries.NO_JITTER, Retries.noBudget(), false);
    try (Tiers row = new Tiers(1, () -> many);
        HttpCaller caller = new HttpCaller(row.top().port(), 10_000)) {
      int status = caller.call("GET", "/", Deadline.in(millis).header(), "").status();
      return new DeadWork(status, row.dead.received(), row.dead.tooLate());
    }
  }

  /** The one that clients ask. */
  private Tier top() {
    return all.peek();
  }

  @Override
  public void close() {
    all.forEach(Tier::close);
  }
}
