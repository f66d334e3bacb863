package scalebook.transactions.stage;

import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import scalebook.engines.Endpoints;
import scalebook.engines.json.Json;
import scalebook.engines.process.Lifeline;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Load;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.twophase.DecisionLog;

/**
 * The shop as a process, which can be told where to lose its power.
 *
 * <p>It says {@code recovered MILLIS} when nothing of its predecessor is half done, {@code asked}
 * and then {@code placed} or {@code refused} with each order's number, {@code ended} after the
 * last, {@code serving PORT}. It hears {@code orders} with a {@link Batch}, {@code serve} and
 * {@code crash PLACE}.
 */
public final class ShopProcess {
  private static final int BOOK_CONNECTIONS = 4;
  private static final long SETTLE_NANOS = 8_000_000_000L;

  private final long start = System.nanoTime();
  private final DecisionLog log;
  private final Orders orders;
  private final DataSource book;
  private volatile Crash crash;

  /**
   * What it must know.
   *
   * @param endpoints the file with the servers
   * @param folder of its decisions and its log
   * @param place where it loses its power, or {@code never}
   */
  record Settings(
      String endpoints, Protocol protocol, Protocol.Settings how, String folder, String place) {}

  /** So many orders of these buyers, by some callers at the same time. */
  public record Batch(long first, int count, int callers, Buyers buyers) {}

  private ShopProcess(Settings settings) throws Exception {
    this.log =
        DecisionLog.open(log(Path.of(settings.folder())), settings.how().twoPhase().forces());
    this.crash = losePowerAt(settings.place());
    Endpoints endpoints = Endpoints.read(Path.of(settings.endpoints()));
    this.book = endpoints.pool(Part.ORDERS.database(), BOOK_CONNECTIONS);
    this.orders = settings.protocol().open(endpoints, log, settings.how(), at -> crash.at(at));
  }

  static Path log(Path folder) {
    return folder.resolve("coordinator.log");
  }

  public static void main(String[] args) throws Exception {
    LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    new ShopProcess(Lifeline.attach(Settings.class, heard::add)).listen(heard);
  }

  private Crash losePowerAt(String place) {
    return Crash.when(
        place,
        () -> {
          log.losePower();
          Runtime.getRuntime().halt(Crash.STATUS);
        });
  }

  private void listen(LinkedBlockingQueue<String> lines) throws Exception {
    settle();
    say("recovered " + (System.nanoTime() - start) / 1_000_000);
    while (true) {
      String[] words = lines.take().split(" ", 2);
      switch (words[0]) {
        case "orders" -> place(Json.read(words[1], Batch.class));
        case "crash" -> {
          crash = losePowerAt(words[1]);
          say("armed");
        }
        case "serve" -> say("serving " + new OrderApi(orders, book).port());
        default -> throw new IllegalArgumentException("not understood: " + words[0]);
      }
    }
  }

  /** Waits until nothing is half done; not for ever, and the judge will see what is. */
  private void settle() throws Exception {
    long deadline = System.nanoTime() + SETTLE_NANOS;
    while (!orders.settled() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void place(Batch batch) throws Exception {
    try (Load load =
        Load.closed(
            batch.callers(),
            batch.count(),
            number -> one(batch.buyers().order(batch.first() + number)))) {
      load.await();
    }
    settle();
    say("ended");
  }

  /** A buyer who hears an exception does not know, and is promised nothing. */
  private void one(Order order) throws Exception {
    say("asked " + order.id());
    say((orders.place(order) ? "placed " : "refused ") + order.id());
  }

  private static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
