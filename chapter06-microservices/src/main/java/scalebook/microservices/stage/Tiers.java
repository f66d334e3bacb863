package scalebook.microservices.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Supplier;
import scalebook.cloning.supervisor.Backoff;
import scalebook.engines.http.HttpCaller;
import scalebook.lab.story.Story;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.resilience.Retries;

/** So many services in a row above a dead one, each of which tries again in the same way. */
public final class Tiers implements AutoCloseable {
  public static final int STORM_TIERS = 3;

  private final Tier dead = new Tier();
  private final Deque<Tier> all = new ArrayDeque<>();

  private Tiers(int count, Supplier<Retries> retries) {
    all.push(dead);
    for (int i = 0; i < count; i++) {
      all.push(new Tier(all.peek(), retries.get()));
    }
  }

  /** Tells how often the dead one is asked for each request at the top. */
  public static double storm(Story.Table table, String way, int requests, Supplier<Retries> retries)
      throws Exception {
    try (Tiers row = new Tiers(STORM_TIERS, retries);
        HttpCaller caller = new HttpCaller(row.all.peek().port(), 10_000)) {
      for (int i = 0; i < requests; i++) {
        caller.get("/");
      }
      double each = (double) row.dead.received() / requests;
      table.row(way, requests, row.dead.received(), String.format("%.2f", each));
      return each;
    }
  }

  /** What the caller heard, and how often the dead one was asked; {@code tooLate}: for nobody. */
  public record DeadWork(int status, long asked, long tooLate) {}

  /**
   * A caller that waits so long, above a tier that would try twenty times, ten times a second.
   * {@code told}: its deadline travels with the request.
   */
  public static DeadWork deadWork(long millis, boolean told) throws Exception {
    Backoff slow = new Backoff(100, 100);
    Retries many = new Retries(20, slow, Retries.NO_JITTER, Retries.noBudget(), false);
    try (Tiers row = new Tiers(1, () -> many);
        HttpCaller caller = new HttpCaller(row.all.peek().port(), 10_000)) {
      Map<String, String> header = told ? Deadline.in(millis).header() : Map.of();
      int status = caller.call("GET", "/", header, "").status();
      return new DeadWork(status, row.dead.received(), row.dead.tooLate());
    }
  }

  @Override
  public void close() {
    all.forEach(Tier::close);
  }
}
