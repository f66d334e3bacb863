package scalebook.cloning.stage.load;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.engines.http.Callers;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/** Some ask, some order, all through one balancer. */
public final class Clients implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int ASKING = 6;
  private static final int ORDERING = 4;
  private static final int MORE = 32;

  private final String name;
  private final boolean again;
  private final Callers callers;
  private final Load gets;
  private final Load posts;
  private final AtomicLong sentAgain = new AtomicLong();

  /** {@code again}: an order without a good answer is sent again. */
  public Clients(String name, int port, boolean again) {
    this.name = name;
    this.again = again;
    callers = new Callers(port, TIMEOUT_MILLIS);
    gets = Load.closed(ASKING, Long.MAX_VALUE, number -> callers.get("/wait?millis=4"));
    posts = Load.closed(ORDERING, Long.MAX_VALUE, this::order);
  }

  private void order(long number) throws IOException {
    String id = name + "-" + number;
    try {
      callers.post("/orders", id);
    } catch (IOException unanswered) {
      if (!again) {
        throw unanswered;
      }
      sentAgain.incrementAndGet();
      callers.post("/orders", id);
    }
  }

  /** More of them, so that waiting decides how many are answered, and not the processor. */
  Load more() {
    return Load.closed(MORE, Long.MAX_VALUE, number -> callers.get("/wait?millis=50"));
  }

  public boolean areServed() {
    return gets.ledger().acknowledgedCount() > 20;
  }

  /** They have met trouble: a GET failed, an order was sent again. */
  public boolean suffered() {
    return failedGets() > 0 && sentAgain.get() > 0;
  }

  /** An order was at the clone that hangs. */
  public boolean lostAnOrder() {
    return posts.ledger().failedCount() + sentAgain.get() > 0;
  }

  public long failedGets() {
    return gets.ledger().failedCount();
  }

  public void stop() throws InterruptedException {
    gets.stop();
    posts.stop();
  }

  /** {@code executed}: how often each order ran. Returns how many ran more than once. */
  public long row(
      Story.Table table, String setUp, Map<String, Integer> executed, double worstRate) {
    long twice =
        executed.entrySet().stream()
            .filter(order -> order.getKey().startsWith(name + "-") && order.getValue() > 1)
            .count();
    long asked = gets.ledger().sentCount();
    Ledger orders = posts.ledger();
    table.row(
        setUp,
        asked,
        failedGets(),
        orders.sentCount(),
        orders.failedCount(),
        twice,
        100 * worstRate);
    return twice;
  }

  @Override
  public void close() {
    gets.close();
    posts.close();
    callers.close();
  }
}
