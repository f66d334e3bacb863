package scalebook.transactions.service;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Endpoints;
import scalebook.engines.process.Lifeline;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Load;
import scalebook.transactions.shop.Buyers;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.twophase.DecisionLog;

/**
 * The shop as a process, which can be told where to lose its power.
 *
 * <p>It says {@code recovered MILLIS} when nothing of its predecessor is half done, {@code placed},
 * {@code refused} or {@code unknown} with each order's number, {@code ended} after the last, {@code
 * serving PORT}. It hears {@code orders FIRST COUNT CALLERS TOO-LARGE}, {@code serve PORT} and
 * {@code crash PLACE}.
 */
public final class ShopProcess {
  private static final long SETTLE_NANOS = 30_000_000_000L;

  private final long start = System.nanoTime();
  private final DecisionLog log;
  private final Orders orders;
  private volatile Crash crash;

  private ShopProcess(Endpoints endpoints, Protocol protocol, DecisionLog log, String place) {
    this.log = log;
    this.crash = losePowerAt(place);
    this.orders = protocol.open(endpoints, log, at -> crash.at(at));
  }

  /** Arguments: the file with the endpoints, the protocol, a folder, a place or {@code never}. */
  public static void main(String[] args) throws Exception {
    DecisionLog log = Protocol.log(Path.of(args[2]));
    run(args, log);
  }

  static void run(String[] args, DecisionLog log) throws Exception {
    LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Lifeline.attach(heard::add);
    ShopProcess shop =
        new ShopProcess(Endpoints.read(Path.of(args[0])), Protocol.of(args[1]), log, args[3]);
    shop.listen(heard);
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
      List<String> words = List.of(lines.take().split(" "));
      switch (words.get(0)) {
        case "orders" -> place(words.subList(1, words.size()));
        case "crash" -> crash = losePowerAt(words.get(1));
        case "serve" -> {
          say("serving " + new OrderApi(orders, Integer.parseInt(words.get(1))).port());
        }
        default -> throw new IllegalArgumentException("not understood: " + words);
      }
    }
  }

  /** Waits until nothing is half done. */
  private void settle() throws Exception {
    long deadline = System.nanoTime() + SETTLE_NANOS;
    while (!orders.settled()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("there is still something half done");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void place(List<String> words) throws Exception {
    long first = Long.parseLong(words.get(0));
    Buyers buyers =
        new Buyers(
            Buyers.ORDINARY.customers(), Buyers.ORDINARY.items(), Integer.parseInt(words.get(3)));
    try (Load load =
        Load.closed(
            Integer.parseInt(words.get(2)),
            Long.parseLong(words.get(1)),
            number -> one(buyers, first + number))) {
      load.await();
    }
    settle();
    say("ended");
  }

  private void one(Buyers buyers, long id) {
    try {
      say((orders.place(buyers.order(id)) ? "placed " : "refused ") + id);
    } catch (Exception e) {
      say("unknown " + id);
    }
  }

  private static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
